import type {StepName} from "../../src/shared/manifest.js";
import {createProbeSteps} from "../probe/steps.js";
import type {Step} from "../step/step.js";
import type {Study} from "../step/study.js";
import {createTurfStep} from "../tracing/turf-step.js";

/** What makes the steps of a study, in the order in which they run. A step that the study does without gives null. */
const makers: readonly ((study: Study) => Step | readonly Step[] | null)[] = [createProbeSteps, createTurfStep];

/** The steps after the search that a study asks for. */
export const createSteps = (study: Study): Step[] => makers.flatMap((make) => make(study) ?? []);

/** The steps that a study asks for, by name. */
export const stepsOf = (study: Study): StepName[] => [
  ...(study.surf === null ? [] : (["surf"] as const)),
  ...createSteps(study).map(({name}) => name)
];
