import {Moved, serveCalls} from "../../util/thread.js";
import {Shard, type Ranked, type ShardSpec} from "./shard.js";

/** A shard in a thread of its own. */
let shard: Shard;

serveCalls({
  open: (spec: ShardSpec) => void (shard = new Shard(spec)),
  scan: ({queries, k}: {queries: Float32Array[]; k: number}) => shard.scan(queries, k),
  rankBest: (least: Float64Array) => moved(shard.rankBest(least)),
  rankRest: (least: Float64Array) => moved(shard.rankRest(least))
});

const moved = (ranked: Ranked[]): Moved<Ranked[]> =>
  new Moved(
    ranked,
    ranked.flatMap(({ids, scores}) => [ids.buffer, scores.buffer])
  );
