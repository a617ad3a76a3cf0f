import type {MeasureSettings} from "./settings.js";

/** What a measure says of one response; both null where it can't be measured. */
export interface Measured {
  value: number | null; // 1 holds, 0 does not; a count
  label: string | null; // what was found
}

/** A measure that a program reads off a response. */
export type TextMeasure = Exclude<MeasureSettings, {kind: "rubric"}>;
export type Reader = (response: string, expected: string | null) => Measured;

/** Makes the readers of measures; language detection and the tokenizer are loaded only where a measure needs them. */
export async function createReaders(measures: readonly MeasureSettings[]): Promise<Map<string, Reader>> {
  const readers = new Map<string, Reader>();
  for (const measure of measures) if (measure.kind !== "rubric") readers.set(measure.name, await createReader(measure));
  return readers;
}

async function createReader(measure: TextMeasure): Promise<Reader> {
  switch (measure.kind) {
    case "regex":
      return (response) => holds(measure.pattern.test(response), measure.pattern.exec(response)?.[0] ?? null);
    case "phrase":
      return (response) => {
        const found = measure.phrases.find((phrase) => response.toLowerCase().includes(phrase.toLowerCase()));
        return holds(found !== undefined, found ?? null);
      };
    case "first-word":
      return (response) => readFirstWord(response, measure.words);
    case "answer":
      return (response, expected) => readAnswer(response, expected, measure.match);
    case "tokens": {
      const {countTokens} = await import("gpt-tokenizer/encoding/o200k_base");
      return (response) => ({value: countTokens(response), label: null});
    }
    case "language": {
      const {detect} = await import("tinyld");
      return (response) => {
        const label = detect(response) || null;
        return {value: measure.language === null || label === null ? null : Number(label === measure.language), label};
      };
    }
  }
}

const holds = (does: boolean, label: string | null): Measured => ({
  value: does ? 1 : 0,
  label: label?.slice(0, 60) ?? null
});

function readFirstWord(response: string, words: readonly string[] | null): Measured {
  const label = /[\p{L}\p{M}\p{N}'\u2019]+/u.exec(response)?.[0].toLowerCase() ?? null;
  return {value: words === null || label === null ? null : Number(words.includes(label)), label};
}

const numbers = /-?\d[\d,]*(?:\.\d+)?|-?\.\d+/g;

/** Compares with the key: the last number of the response, or its text without case, marks and articles. */
function readAnswer(response: string, expected: string | null, match: "exact" | "numeric"): Measured {
  if (expected === null) return {value: null, label: null};
  if (match === "exact") {
    const label = plain(finalAnswer(response));
    return {value: Number(label === plain(expected)), label: label.slice(0, 60)};
  }
  const label = finalAnswer(response).match(numbers)?.at(-1) ?? null;
  return {value: label === null ? 0 : Number(near(toNumber(label), toNumber(expected))), label};
}

/** What follows the last "answer:" or stands in the last box, if there is such; else the whole response. */
function finalAnswer(response: string): string {
  const boxed = [...response.matchAll(/\\boxed\{([^{}]*)\}/g)].at(-1)?.[1];
  return boxed ?? /[^]*\banswer(?:\s+is)?\s*:?\s*([^]*)$/i.exec(response)?.[1] ?? response;
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}.,+\-/ ]+/gu, " ")
    .replaceAll(/\b(?:the|a|an)\b/g, " ")
    .replaceAll(/\s+/g, " ")
    .replace(/^[ .,]+|[ .,]+$/g, "");

const toNumber = (text: string): number => Number(text.replaceAll(",", ""));
const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));
