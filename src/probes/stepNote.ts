import type {StepState, StudyManifest} from "../shared/manifest.js";
import {Element} from "../ui/text.js";

/** The lines of a study file that add a step. */
export const stepSnippets = {
  confirm: "confirm: {top: 75, samples: 20}",
  robustness: "robustness: {top: 45, perturbations: 20, samples: 100}",
  probe: `probe:
  - name: sums
    template: "Is {a}+{b}={a+b}?"
    grid: {a: 1..20, b: 1..20}
    measure: {first_word: No}
    samples: 20`,
  ablation: "ablation: {arms: [{drop: trace}, {drop: chunk, rounds: 3}]}   # needs turf: {index: ...}",
  models: `models:
  target: [anthropic:claude-haiku-4-5, anthropic:claude-sonnet-4-5]`
} as const;

/** Says that a study lacks a step and what to add to its file, or why the step that it has shows nothing. */
export function NoStep(manifest: StudyManifest, step: keyof typeof stepSnippets, what: string): HTMLElement {
  const own = manifest.steps.find(({name}) => name === step);
  if (own !== undefined && own.done === 0) return Element("div", "note", Element("p", "", whyBlank(own, what)));
  const {name, state, origin} = manifest;
  const imported = origin === "imported" || origin === "published";
  const none = state === "finished" ? `This study has no ${what}.` : `There is no ${what} yet.`;
  const says = imported
    ? `This study was imported and has no ${what}. A study of your own has one with these lines in its file:`
    : `${none} To get one, add this to data/studies/${name}.yaml and run the study again:`;
  return Element("div", "note", Element("p", "", says), Element("pre", "text-block", stepSnippets[step]));
}

/** Of a step that the study has: it had nothing to work on, or has not come to it. */
export function whyBlank({name, state}: StepState, what: string): string {
  if (state === "finished") return `This study has no ${what}: its step ${name} had nothing to work on.`;
  const why = {planned: "has not begun", running: "has just begun", stopped: "was stopped", failed: "failed"}[state];
  return `There is no ${what} yet: the study's step ${name} ${why}.`;
}
