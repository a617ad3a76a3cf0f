import {z} from "zod";
import {name} from "../step/spec-parts.js";
import type {MeasuredPrompts, MeasuredValue, MeasureDefinition, MeasureSettings} from "./measure.js";

type AnswerMatch = "exact" | "numeric";

interface AnswerMeasure extends MeasureSettings {
  match: AnswerMatch;
}

const spec = z.strictObject({
  answer: z.enum(["exact", "numeric"], "expected exact or numeric"),
  name: name.optional()
});

export const answerMeasure: MeasureDefinition<z.output<typeof spec>, AnswerMeasure> = {
  kind: "answer",
  form: "`{answer: exact}`, `{answer: numeric}`",
  doc: 'share of responses with the text or the last number of `expected`, looked for after "answer:" or in a box',
  spec,
  normalize: (input) => ({name: input.name ?? `answer:${input.answer}`, kind: "answer", match: input.answer}),
  check({match}, prompts, {errorAt}) {
    if ("from" in prompts) throw errorAt([], `${prompts.from} have no answer key: expected prompts with expected`);
    const problem = prompts.map((prompt) => problemWithKey(prompt, match)).find((each) => each !== null);
    if (problem !== undefined) throw errorAt([], problem);
  },
  by: "program",
  summary: () => "rate",
  createReader:
    ({match}) =>
    (response, expected) =>
      expected === null ? {value: null, label: null} : comparisons[match](finalAnswer(response), expected)
};

type Prompt = Extract<MeasuredPrompts, readonly unknown[]>[number];

function problemWithKey({item, expected}: Prompt, match: AnswerMatch): string | null {
  if (expected === null) return `no answer key for the prompt ${item}: expected the key expected`;
  return match === "numeric" && Number.isNaN(toNumber(expected))
    ? `the answer key of ${item} is no number: ${expected}`
    : null;
}

const numberInAnswer = /-?\d[\d,]*(?:\.\d+)?|-?\.\d+/g;

/** Compares an answer with the key: its text without case, marks and articles, or its last number. */
const comparisons: Record<AnswerMatch, (answer: string, expected: string) => MeasuredValue> = {
  exact(answer, expected) {
    const label = bare(answer);
    return {value: Number(label === bare(expected)), label: label.slice(0, 60)};
  },
  numeric(answer, expected) {
    const label = answer.match(numberInAnswer)?.at(-1) ?? null;
    return {value: label === null ? 0 : Number(isNear(toNumber(label), toNumber(expected))), label};
  }
};

/** What is in the last box, else what follows the last "answer:", else the whole response. */
function finalAnswer(response: string): string {
  const boxed = [...response.matchAll(/\\boxed\{([^{}]*)\}/g)].at(-1)?.[1];
  if (boxed !== undefined) return boxed;
  const said = [...response.matchAll(/\banswer/gi)].at(-1);
  if (said === undefined) return response;
  return response.slice(said.index + said[0].length).replace(/^(?:\s+is)?\s*:?\s*/i, "");
}

const bare = (text: string): string =>
  trimOf(
    " .,",
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}.,+\-/ ]+/gu, " ")
      .replaceAll(/\b(?:the|a|an)\b/g, " ")
      .replaceAll(/\s+/g, " ")
  );

/** Takes characters off both ends, in linear time. */
function trimOf(characters: string, text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && characters.includes(text[start]!)) start++;
  while (end > start && characters.includes(text[end - 1]!)) end--;
  return text.slice(start, end);
}

const toNumber = (text: string): number => Number(text.replaceAll(",", ""));
const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));
