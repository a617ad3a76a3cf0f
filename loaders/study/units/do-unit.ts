import type {Study} from "../../step/study.js";
import {performUnit, type PerformOptions} from "../../engine/perform-unit.js";
import {gatherId} from "../../engine/unit.js";
import type {UnitRecord} from "../../engine/unit-record.js";
import {UserError} from "../../util/user-error.js";
import {computeUnit} from "./compute-unit.js";
import {gatherStudy} from "./gather-study.js";
import {runUnit, type RunUnitOptions} from "./run-unit.js";
import {takeSlot} from "./slots.js";
import type {StudyPlan, StudyUnit} from "./study-plan.js";

export type DoUnitOptions = RunUnitOptions & PerformOptions;

/** Does one unit of a study, as `performUnit` has it. */
export const doUnit = (
  study: Study,
  unit: StudyUnit,
  plan: StudyPlan,
  options: DoUnitOptions = {}
): Promise<UnitRecord> =>
  performUnit(
    plan,
    unit,
    async (follow) => {
      if (unit.id === gatherId) return gather(study, plan, options);
      if (unit.computes) return computeUnit(study, unit, {...options, follow});
      const release = await takeSlot(study, unit, plan, options.signal);
      try {
        await runUnit(study, unit, plan, {
          ...options,
          onSteps: (steps, recorder) => follow({steps: () => steps.map((step) => step.state()), recorder})
        });
      } finally {
        release();
      }
    },
    options
  );

async function gather(study: Study, plan: StudyPlan, options: RunUnitOptions): Promise<void> {
  const {state, error} = await gatherStudy(study, plan, options);
  if (state === "finished") return;
  options.signal?.throwIfAborted();
  throw new UserError(`the study is ${state}${error === null ? "" : `: ${error}`}`);
}
