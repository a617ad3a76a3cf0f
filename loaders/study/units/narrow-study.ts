import type {StudyUnit} from "./study-plan.js";
import type {Study} from "../../step/study.js";

/** The study as far as a unit needs it: its steps and those that it replays, its rubric and its target. */
export function narrowStudy(study: Study, {steps, replays, rubric, target}: StudyUnit): Study {
  const isNeeded = (name: string): boolean => steps.includes(name) || replays.includes(name);
  return {
    ...study,
    steps: Object.fromEntries(Object.entries(study.steps).filter(([name]) => isNeeded(name))),
    stepRoles: study.stepRoles.filter((role) => isNeeded(role.step)),
    rubrics: study.rubrics.filter(({name}) => rubric === null || name === rubric),
    targets: study.targets.filter(({model}) => target === null || model === target),
    marks: [],
    record: null
  };
}
