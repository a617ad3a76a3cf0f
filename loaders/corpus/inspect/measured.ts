import type {LogScore} from "./log-spec.js";

/** One value that a scorer gave a sample. */
export interface LogMeasure {
  scorer: string;
  name: string; // of the scorer; of a dictionary or list the key
  value: number | null; // null: none, or none that is a number
  label: string | null; // the value where it is no number, else the answer that was scored
  reason: string | null; // why there is no value, in the scorer's words
}

/**
 * The values of a sample, as Inspect makes numbers of them (`value_to_float`): C is 1, P is 0.5, I and N are 0, yes and
 * true are 1, no and false are 0. A dictionary or list has a measure for each key. NaN, which is null by now, is no value.
 */
export function measuredIn(scores: Readonly<Record<string, LogScore>>): LogMeasure[] {
  const measures: LogMeasure[] = [];
  const taken = new Set<string>();
  for (const [scorer, score] of Object.entries(scores)) {
    const {value, answer} = score;
    const reason = reasonOf(score);
    const entries: [string | null, unknown][] =
      typeof value === "object" && value !== null ? Object.entries(value) : [[null, value]];
    for (const [key, each] of entries) {
      const plain =
        key === null || Array.isArray(value) ? [scorer, key].filter((part) => part !== null).join("/") : key;
      const name = taken.has(plain) ? `${scorer}/${plain}` : plain;
      taken.add(name);
      const number = toNumber(each);
      const label = isLabel(each, number) ? String(each) : key === null ? (answer ?? null) : null;
      measures.push({scorer, name, value: number, label, reason: number === null ? reason : null});
    }
  }
  return measures;
}

const letters: Record<string, number> = {C: 1, P: 0.5, I: 0, N: 0};
const words: Record<string, number> = {yes: 1, true: 1, no: 0, false: 0};

function toNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "string") return null;
  if (Object.hasOwn(letters, value)) return letters[value]!;
  const word = value.trim().toLowerCase();
  if (Object.hasOwn(words, word)) return words[word]!;
  const number = Number(word);
  return word === "" || !Number.isFinite(number) ? null : number;
}

/** A text that is no number, or a letter that stands for one. */
const isLabel = (value: unknown, number: number | null): boolean =>
  typeof value === "string" && value !== "" && (number === null || Object.hasOwn(letters, value));

/** Why a scorer gave no value: its reason, or that the judge refused, as Petri notes it. */
function reasonOf({reason, metadata}: LogScore): string | null {
  if (reason != null) return reason;
  if (typeof metadata?.unscored_reason === "string") return metadata.unscored_reason;
  return metadata?.refusal === true ? "grader_refused" : null;
}

/** What the scorers of a sample said, each under its name if there are several. */
export function explanationsIn(scores: Readonly<Record<string, LogScore>>, withMetadata: boolean): string | null {
  const said = Object.entries(scores).flatMap(([scorer, {explanation, metadata}]) => {
    const more = withMetadata ? textsIn(metadata ?? {}) : [];
    const texts = [...(explanation ? [explanation] : []), ...more];
    return texts.length === 0 ? [] : [{scorer, text: texts.join("\n\n")}];
  });
  if (said.length === 0) return null;
  return said.length === 1 ? said[0]!.text : said.map(({scorer, text}) => `${scorer}: ${text}`).join("\n\n");
}

/** What a scorer noted in words, such as a summary or a justification. */
const textsIn = (metadata: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(metadata).flatMap(([key, value]) =>
    typeof value === "string" && value !== "" ? [`${key}: ${value}`] : []
  );
