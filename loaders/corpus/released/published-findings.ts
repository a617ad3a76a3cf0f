import {z} from "zod";
import {firstProblem} from "../../util/first-problem.js";
import {readTextFile} from "../../util/read-text.js";
import {UserError} from "../../util/user-error.js";
import {limitNotes} from "../pairs/note-limit.js";

/** One finding of the paper's published results explorer. */
export interface PublishedFinding {
  experiment: string;
  model: string;
  query: string;
  response: string;
  score: number; // 0-100
  reasoning: string | null;
  attributes: string[]; // sentences of its category
  mark: string | null; // the authors': good | great
  resampled: {n: number; rate: number; mean: number | null} | null; // their own resampling; mean on 0-200
  translations: string | null;
}

const optional = z.string().nullish().catch(null);
const number = z.number().nullish().catch(null);
const entrySpec = z.looseObject({
  experiment: z.string().min(1),
  model: z.string().min(1),
  query: z.string(),
  response: z.string(),
  score: z.number().min(0).max(100),
  opus_reason: optional,
  category: optional,
  marking: optional,
  repro_num_regenerations: number,
  repro_fraction_above_threshold: number,
  repro_regen_mean: number,
  query_translation: optional,
  response_translation: optional
});

/**
 * Reads the explorer's JSON: an object with `all_entries`, or the list itself. Entries that can't be read are noted.
 */
export function readPublishedFindings(file: string): {findings: PublishedFinding[]; notes: string[]} {
  const content = parseFile(file);
  const entries = entriesOf(content);
  if (entries === undefined)
    throw new UserError("no findings in it: expected a list, or an object with all_entries", {file});
  const findings: PublishedFinding[] = [];
  const notes = notesOnModels(content, entries);
  const {add, end} = limitNotes(notes, "entries");
  for (const [i, entry] of entries.entries()) {
    const parsed = entrySpec.safeParse(entry);
    if (parsed.success) findings.push(toFinding(parsed.data));
    else add(`entry ${i + 1}: skipped, ${firstProblem(parsed.error, "entry")}`);
  }
  end();
  return {findings, notes};
}

const contentSpec = z.looseObject({metadata: z.looseObject({models: z.array(z.string())})});

/** The file lists the models it looked at, also those of which it shows nothing. */
function notesOnModels(content: unknown, entries: readonly unknown[]): string[] {
  const {data} = contentSpec.safeParse(content);
  const shown = new Set(entries.map((entry) => (entry as {model?: unknown} | null)?.model));
  const rest = data?.metadata.models.filter((model) => !shown.has(model)) ?? [];
  return rest.length > 0 ? [`Named there without a finding: ${rest.join(", ")}. That is not a measured zero.`] : [];
}

function parseFile(file: string): unknown {
  const text = readTextFile(file);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError(`not readable as JSON: ${(cause as Error).message}`, {file}, {cause});
  }
}

function entriesOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const entries = (value as {all_entries?: unknown} | null)?.all_entries;
  return Array.isArray(entries) ? entries : undefined;
}

function toFinding(entry: z.output<typeof entrySpec>): PublishedFinding {
  const {repro_num_regenerations: n, repro_fraction_above_threshold: rate, repro_regen_mean: mean} = entry;
  const parts = [
    ["Query, translated", entry.query_translation],
    ["Response, translated", entry.response_translation]
  ].flatMap(([label, text]) => (text ? `${label}:\n${text}` : []));
  return {
    experiment: entry.experiment,
    model: entry.model,
    query: entry.query,
    response: entry.response,
    score: entry.score,
    reasoning: entry.opus_reason ?? null,
    attributes: sentences(entry.category ?? ""),
    mark: entry.marking ?? null,
    resampled: n != null && n > 0 && rate != null && rate >= 0 && rate <= 1 ? {n, rate, mean: mean ?? null} : null,
    translations: parts.length > 0 ? parts.join("\n\n") : null
  };
}

/** "The query ... The query ..." as its sentences. */
function sentences(category: string): string[] {
  return [...new Set(category.split(/(?<=[.!?])\s+(?=The query\b)/).map((sentence) => sentence.trim()))].filter(
    Boolean
  );
}
