import {placed, type NormalizeContext} from "./place.js";
import type {MeasureSettings} from "./settings.js";
import type {MeasureInput} from "./spec.js";

const plain: Record<string, MeasureSettings> = {
  tokens: {name: "tokens", kind: "tokens"},
  "first-word": {name: "first-word", kind: "first-word", words: null},
  language: {name: "language", kind: "language", language: null}
};

/** The measures of a probe: names of rubrics, and what a program reads off a response. */
export function normalizeMeasures(inputs: readonly MeasureInput[], context: NormalizeContext): MeasureSettings[] {
  const measures = inputs.map((input) => normalizeMeasure(input, context));
  const twice = measures.find(({name}, i) => measures.findIndex((other) => other.name === name) !== i);
  if (twice !== undefined)
    throw context.errorAt(["measure"], `two of the name ${twice.name}: give each a name of its own`);
  return measures;
}

function normalizeMeasure(input: MeasureInput, context: NormalizeContext): MeasureSettings {
  if (typeof input === "string") return plain[input] ?? toRubric(input, context);
  if ("rubric" in input) return toRubric(input.rubric, context);
  if ("phrase" in input) {
    const phrases = [input.phrase].flat();
    return {name: input.name ?? `phrase:${phrases[0]}`, kind: "phrase", phrases};
  }
  if ("first_word" in input) {
    const words = [input.first_word].flat();
    return {
      name: input.name ?? `first-word:${words[0]}`,
      kind: "first-word",
      words: words.map((word) => word.toLowerCase())
    };
  }
  if ("language" in input)
    return {name: input.name ?? `language:${input.language}`, kind: "language", language: input.language};
  if ("answer" in input) return {name: input.name ?? `answer:${input.answer}`, kind: "answer", match: input.answer};
  const pattern = placed(context, ["measure"], () => toPattern(input.regex, input.case ?? false, context));
  return {name: input.name ?? `regex:${input.regex}`, kind: "regex", pattern};
}

function toPattern(source: string, minded: boolean, {errorAt}: NormalizeContext): RegExp {
  try {
    return new RegExp(source, minded ? "u" : "iu");
  } catch (error) {
    throw errorAt(["measure"], `not a regular expression: ${(error as Error).message}`);
  }
}

function toRubric(name: string, {rubrics, errorAt}: NormalizeContext): MeasureSettings {
  const rubric = rubrics.find((each) => each.name === name);
  if (rubric !== undefined) return {name: `rubric:${name}`, kind: "rubric", rubric};
  const known = [...rubrics.map((each) => each.name), ...Object.keys(plain)].join(", ");
  throw errorAt(["measure"], `no such measure: ${name}; expected a rubric of this study or ${known}`);
}
