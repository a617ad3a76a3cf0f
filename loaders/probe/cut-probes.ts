import type {Cut, CutNeed} from "../step/share.js";
import type {Study} from "../step/study.js";
import {isReworded} from "./reworded.js";
import {isLate, type ProbeSettings} from "./settings.js";
import type {FindingSource} from "./sources/findings.js";

/**
 * How a step of probes is cut. Where each prompt is a finding that only the model it was found on is asked, by rubric and
 * target, and by prompts. Else the prompts are divided by their text, for each target; what a model rewords is reworded
 * before, once for all targets.
 */
export function cutProbes(
  step: ProbeSettings["step"],
  probes: readonly ProbeSettings[],
  {rubrics, targets}: Study,
  parts: number
): Cut[] {
  const models = [...new Set(targets.map(({model}) => model))];
  if (probes.every(isOfOwnModel)) {
    const asked = rubrics.filter(({name}) => probes.some((probe) => takesRubric(probe, name)));
    return asked.flatMap(({name: rubric}) => models.flatMap((target) => cutOwn(step, probes, {rubric, target}, parts)));
  }
  const after = needsOf(step, probes, {});
  const divided = Array.from({length: parts}, (_, part) => ({part, parts}));
  const isFirst = models.length > 1 && probes.some(isReworded);
  const first = isFirst ? divided.map((part): Cut => ({share: {target: null, ...part}, after})) : [];
  const needs = isFirst ? [...after, {step, isFirst} as const] : after;
  return [
    ...first,
    ...models.flatMap((target) => divided.map((part): Cut => ({share: {target, ...part}, after: needs})))
  ];
}

/** The parts of what asks one target about its own findings. */
function cutOwn(
  step: ProbeSettings["step"],
  probes: readonly ProbeSettings[],
  of: {rubric: string; target: string},
  parts: number
): Cut[] {
  const whole = {...of, after: needsOf(step, probes, of)};
  if (parts === 1 || step === "confirm") return [whole]; // few samples, and the next step waits for all of them
  return Array.from({length: parts}, (_, part) => ({...whole, share: {target: of.target, part, parts}}));
}

const isFromFindings = ({source}: ProbeSettings): boolean => isLate(source) && source.from === "findings";

/** Whether a probe asks each finding of the model that it was found on alone. Findings named by id may be of any. */
const isOfOwnModel = (probe: ProbeSettings): boolean =>
  isFromFindings(probe) && !probe.transfer && probe.models === null && !("ids" in probe.source);

const takesRubric = ({source}: ProbeSettings, rubric: string): boolean =>
  isLate(source) && (source.rubrics === null || source.rubrics.includes(rubric));

/** The parts that find the prompts, and those that confirm them if only confirmed ones are asked. */
function needsOf(step: string, probes: readonly ProbeSettings[], of: Omit<CutNeed, "step">): CutNeed[] {
  if (!probes.some(({source}) => isLate(source))) return [];
  const isAfterConfirm = probes.some(
    (probe) => isFromFindings(probe) && (probe.source as FindingSource).which === "confirmed"
  );
  return [{step: "surf", ...of}, ...(isAfterConfirm && step !== "confirm" ? [{step: "confirm", ...of}] : [])];
}
