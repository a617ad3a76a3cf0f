import {ablationStep} from "../ablation/step.js";
import {confirmStep, probeStep, robustnessStep} from "../probe/steps.js";
import type {Step} from "../step/step.js";
import {rolesOf, type Study} from "../step/study.js";
import {surfStep} from "../surf/step.js";
import {turfStep} from "../tracing/turf-step.js";
import {createRegistry} from "../util/registry.js";

/** The steps that a study may have, in the order in which they run. A new step is a line here (docs/extending.md). */
const steps = createRegistry<Step>({what: "step", nameOf: ({name}) => name}, [
  surfStep,
  confirmStep,
  robustnessStep,
  probeStep,
  turfStep,
  ablationStep
] as Step[]);

/** Every step there is. */
export const registeredSteps = steps.all;

/** Adds a step that runs after those there are. Returns a function that removes it. Throws where its name is taken. */
export const registerStep = <Input, Settings>(step: Step<Input, Settings>): (() => void) =>
  steps.register(step as Step);

/** The steps of a study with their settings, in order. */
export const stepsOf = (study: Study): {step: Step; settings: unknown}[] =>
  registeredSteps().flatMap((step) => (step.name in study.steps ? {step, settings: study.steps[step.name]} : []));

/** The names of a study's steps, in order. */
export const stepNamesOf = (study: Study): string[] => stepsOf(study).map(({step}) => step.name);

/** The models that a study asks, as provider:model: those of its roles, and others of its steps, such as an index's. */
export const modelsOf = (study: Study): string[] => [
  ...rolesOf(study).map(({model}) => model),
  ...stepsOf(study).flatMap(({step, settings}) => step.otherModels?.(settings) ?? [])
];
