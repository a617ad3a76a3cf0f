import {confirmStep, probeStep, robustnessStep} from "../probe/steps.js";
import type {Step} from "../step/step.js";
import type {Study} from "../step/study.js";
import {surfStep} from "../surf/step.js";
import {turfStep} from "../tracing/turf-step.js";

/** The steps that a study may have, in the order in which they run. */
const steps: Step[] = [surfStep, confirmStep, robustnessStep, probeStep, turfStep] as Step[];

/** All registered steps, in the order in which they run. */
export const registeredSteps = (): readonly Step[] => steps;

/** Registers a step that runs after all others. Returns a function that removes it. Throws if its name is taken. */
export function registerStep<Input, Settings>(step: Step<Input, Settings>): () => void {
  if (steps.some(({name}) => name === step.name)) throw new Error(`step registered twice: ${step.name}`);
  steps.push(step as Step);
  return () => void steps.splice(steps.indexOf(step as Step), 1);
}

/** The steps of a study with their settings, in order. */
export const stepsOf = (study: Study): {step: Step; settings: unknown}[] =>
  steps.flatMap((step) => (step.name in study.steps ? {step, settings: study.steps[step.name]} : []));

/** The names of a study's steps, in order. */
export const stepNamesOf = (study: Study): string[] => stepsOf(study).map(({step}) => step.name);

/** Models that a study asks besides its roles and that may cost money, such as those of an index. */
export const otherModelsOf = (study: Study): string[] =>
  stepsOf(study).flatMap(({step, settings}) => step.otherModels?.(settings) ?? []);
