import {z} from "zod";
import type {Rubric} from "../../util/rubric.js";
import {text} from "../spec-parts.js";
import type {MeasureSettings} from "../settings.js";
import type {MeasureDefinition} from "./measure.js";

interface RubricMeasure extends MeasureSettings {
  rubric: Rubric;
}

const prefix = "rubric:";

/** The name in tables of what judges say by a rubric. */
export const nameOfRubric = ({name}: Pick<Rubric, "name">): string => `${prefix}${name}`;

/** The rubric of a measure's name in tables; null: it is not judged. */
export const rubricInName = (measure: string): string | null =>
  measure.startsWith(prefix) ? measure.slice(prefix.length) : null;

const spec = z.strictObject({rubric: text});

export const rubricMeasure: MeasureDefinition<z.output<typeof spec>, RubricMeasure> = {
  kind: "rubric",
  form: "`name`, `{rubric: name}`",
  doc: "share of samples that the judges score above the threshold of a rubric of the study",
  spec,
  normalize({rubric: name}, {rubrics, errorAt}) {
    const rubric = rubrics.find((each) => each.name === name);
    if (rubric !== undefined) return {name: nameOfRubric(rubric), kind: "rubric", rubric};
    throw errorAt([], `no such rubric in this study: ${name}; expected ${rubrics.map((each) => each.name).join(", ")}`);
  },
  by: "judge",
  rubric: ({rubric}) => rubric
};
