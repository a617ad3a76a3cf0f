import {performUnit, spareUnit, type UnitReport} from "../../engine/perform-unit.js";
import type {UnitRecord} from "../../engine/unit-record.js";
import type {StageProgress} from "../../turf/index/parts.js";
import {gatherIndex} from "./gather-index.js";
import {IndexWork, type DoIndexUnitOptions, type IndexWorkOptions} from "./index-work.js";
import type {IndexPlan, IndexUnit} from "./index-plan.js";
import {tasks} from "./tasks.js";

/** Does one unit of an index, as `performUnit` has it. */
export function doIndexUnit(plan: IndexPlan, unit: IndexUnit, options: DoIndexUnitOptions = {}): Promise<UnitRecord> {
  let far = {done: 0, total: 0};
  const onProgress = (progress: StageProgress): void => {
    far = {done: progress.done, total: progress.total ?? 0};
    options.onProgress?.(progress);
  };
  return performUnit(plan, unit, (follow) => runTask({...options, onProgress, follow}), options);

  async function runTask(given: Omit<IndexWorkOptions, "onRecorder"> & Follow): Promise<void> {
    let recorder: UnitReport["recorder"];
    let state: "running" | "finished" = "running";
    given.follow({
      steps: () => [{name: unit.task, state, planned: Math.max(far.total, far.done), done: far.done, unscored: 0}],
      get recorder() {
        return recorder;
      }
    });
    const work = new IndexWork(plan, unit, {...given, onRecorder: (opened) => (recorder = opened)});
    if (unit.task === "gather") await gatherIndex(work);
    else await tasks[unit.task](work);
    given.signal?.throwIfAborted();
    state = "finished";
    spareWhatIsLeft(work);
  }
}

interface Follow {
  follow(report: UnitReport): void;
}

/** When k-means is over, the rounds that were planned beyond have nothing to do. */
function spareWhatIsLeft({plan, unit, isTrained}: IndexWork): void {
  if (!isTrained) return;
  const round = "round" in unit ? unit.round : 0;
  for (const each of plan.units) if ("round" in each && each.round > round) spareUnit(plan, each);
}
