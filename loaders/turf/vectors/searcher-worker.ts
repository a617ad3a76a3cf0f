import {registeredSteps} from "../../util/steps.js";
import {Moved, serveCalls} from "../../util/thread.js";
import {Searcher, type Ranked, type Scanned} from "./searcher.js";
import type {SharedCodes} from "./shared-codes.js";

/** A searcher in a thread of its own. */
let searcher: Searcher;

serveCalls({
  read: ({codes, thread}: {codes: SharedCodes; thread: number}) =>
    registeredSteps((searcher = new Searcher(codes, thread)).read()),
  scan: ({queries, k, share}: {queries: Float32Array[]; k: number; share: number}) =>
    moved(registeredSteps(searcher.scan(queries, k, share))),
  rankRest: (least: Float64Array) => moved(registeredSteps(searcher.rankRest(least)))
});

const moved = <T extends Ranked | Scanned>(found: T[]): Moved<T[]> =>
  new Moved(
    found,
    found.flatMap((each) => Object.values(each).map(({buffer}) => buffer))
  );
