import type {Rubric} from "../../util/rubric.js";
import {measuresIn} from "../../util/rule.js";
import type {MeasuredPrompts} from "../measure.js";
import {programMeasure} from "../registry.js";

/** Throws the error that `problem` makes if a rubric's rule needs what the prompts do not have, such as an answer key. */
export function checkPrompts(
  {name, rule}: Rubric,
  prompts: MeasuredPrompts,
  problem: (message: string) => Error
): void {
  if (rule === undefined) return;
  const errorAt = (_: readonly PropertyKey[], message: string) => problem(`the rule of rubric ${name}: ${message}`);
  for (const {measure} of measuresIn(rule.rule)) programMeasure(measure.kind).check?.(measure, prompts, {errorAt});
}
