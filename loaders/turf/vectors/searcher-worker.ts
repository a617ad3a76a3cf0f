import {registeredSteps} from "../../util/steps.js";
import {Moved, serveCalls} from "../../util/thread.js";
import type {BestRows} from "./best-rows.js";
import {Searcher, type Scanned} from "./searcher.js";
import type {SharedCodes} from "./shared-codes.js";
import type {Wanted} from "./wanted.js";

/** A searcher in a thread of its own. */
let searcher: Searcher;

serveCalls({
  read: ({codes, thread}: {codes: SharedCodes; thread: number}) =>
    registeredSteps((searcher = new Searcher(codes, thread)).read()),
  scan: ({queries, wanted, share}: {queries: Float32Array[]; wanted: Wanted; share: number}) =>
    moved(registeredSteps(searcher.scan(queries, wanted, share))),
  rankRest: (least: Float64Array) => moved(registeredSteps(searcher.rankRest(least)))
});

const moved = <T extends BestRows | Scanned>(found: T[]): Moved<T[]> =>
  new Moved(
    found,
    found.flatMap((each) => Object.values(each).map(({buffer}) => buffer))
  );
