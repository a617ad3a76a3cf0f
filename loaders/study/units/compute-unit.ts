import type {StepState} from "../../../src/shared/manifest.js";
import type {UnitReport} from "../../engine/perform-unit.js";
import {resultsFolder} from "../../engine/unit-files.js";
import type {Study} from "../../step/study.js";
import type {Progress} from "../run/progress.js";
import {stepsOf} from "../steps.js";
import type {StudyUnit} from "./study-plan.js";

interface ComputeOptions {
  signal?: AbortSignal;
  progress?: Progress;
  follow(report: UnitReport): void;
}

/** Does a unit that asks no model: it has no journal, no budget, and waits for no place among those that ask. */
export async function computeUnit(
  study: Study,
  {steps: [name], phase, share}: StudyUnit,
  {signal, progress, follow}: ComputeOptions
): Promise<void> {
  const {step, settings} = stepsOf(study).find((each) => each.step.name === name)!;
  const state: StepState = {name: step.name, state: "running", planned: 0, done: 0, unscored: 0};
  follow({steps: () => [{...state}]});
  progress?.begin(study.name, {asked: 0, replayed: 0});
  const display = progress?.beginStep(step.name);
  try {
    await step.compute!(settings, {
      ...{study, phase: phase!, share: share!, results: resultsFolder(study.name), signal},
      onProgress: (done, total) => {
        display?.planned(total);
        for (let i = state.done; i < done; i++) display?.done(true);
        Object.assign(state, {planned: total, done});
      }
    });
    state.state = "finished";
  } finally {
    progress?.end();
  }
}
