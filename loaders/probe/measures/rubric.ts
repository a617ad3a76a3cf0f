import {z} from "zod";
import type {Rubric} from "../../util/rubric.js";
import type {MeasureDefinition, MeasureSettings} from "../../measure/measure.js";
import {checkPrompts} from "../../measure/rules/check-prompts.js";
import {text} from "../../step/spec-parts.js";
import {findRubric} from "../find-rubric.js";
import {placed} from "../place.js";

interface RubricMeasure extends MeasureSettings {
  rubric: Rubric;
}

const prefix = "rubric:";

/** The name in tables of what judges say by a rubric. */
export const nameOfRubric = ({name}: Pick<Rubric, "name">): string => `${prefix}${name}`;

/** The rubric of a measure's name in tables; null: it is not judged. */
export const rubricInName = (measure: string): string | null =>
  measure.startsWith(prefix) ? measure.slice(prefix.length) : null;

const prefixOfMisses = "missed:";

/** The name in tables of what judges say where the rubric's rule did not fire. */
export const nameOfMisses = ({name}: Pick<Rubric, "name">): string => `${prefixOfMisses}${name}`;

export const isOfMisses = (measure: string): boolean => measure.startsWith(prefixOfMisses);

const spec = z.strictObject({rubric: text});

/** What judges say by a rubric, as a measure of a probe. */
export const measureBy = (rubric: Rubric): RubricMeasure => ({name: nameOfRubric(rubric), kind: "rubric", rubric});

export const rubricMeasure: MeasureDefinition<z.output<typeof spec>, RubricMeasure> = {
  kind: "rubric",
  form: "`name`, `{rubric: name}`",
  doc: "share of samples that the judges score above the threshold of a rubric of the study",
  spec,
  normalize(input, facts) {
    const rubric = placed(facts, [], () => findRubric(facts)(input.rubric));
    return measureBy(rubric);
  },
  check: ({rubric}, prompts, {errorAt}) => checkPrompts(rubric, prompts, (message) => errorAt([], message)),
  by: "judge",
  rubric: ({rubric}) => rubric
};
