import {existsSync, statSync} from "node:fs";
import {basename, join} from "node:path";
import {z} from "zod";
import {firstProblem} from "../../util/first-problem.js";
import {UserError} from "../../util/user-error.js";
import {maybeJsonObject} from "../pairs/lenient-json.js";
import {readLines} from "../pairs/lines.js";
import {limitNotes} from "../pairs/note-limit.js";

/** One scored candidate of the released code's results.jsonl, without its long texts. */
export interface ReferenceRow {
  iteration: number;
  query: string;
  attributes: string[];
  weighted: string[];
  sourceIndex: number | null;
  score: number | null;
  error: string | null; // the judge's, where it failed
  rawResponse: boolean; // the judge answered something that could not be read
  emptyResponse: boolean;
  at: {file: string; offset: number; length: number}; // where the line is
}

/** What a run says it did in one iteration; the rows hold only what was scored. */
export interface ReferenceCounts {
  iteration: number;
  candidates: number;
  validQueries: number | null;
  bufferTop: number | null;
}

export interface ReferenceFailure {
  iteration: number;
  type: string;
  attributes: string[];
  preview: string | null;
}

export interface ReferenceRun {
  run: number;
  rows: ReferenceRow[];
  failures: ReferenceFailure[];
  counts: ReferenceCounts[];
  bufferSize: number | null;
  finished: boolean; // a final summary is there
  notes: string[]; // what was skipped, with file and line
}

const maxLineBytes = 1 << 26;
const texts = z.array(z.string());
const iteration = z.int().min(1).max(100_000); // each makes rows of its own: a wrong one must not make millions
const rowSpec = z.looseObject({
  iteration,
  query: z.string(),
  response: z.string().nullish(),
  attributes: texts.nullish(),
  weighted_attributes: texts.nullish(),
  source_index: z.int32().min(0).nullish().catch(null),
  reward_score: z.number().nullish(),
  score_metadata: z.looseObject({error: z.string().nullish(), raw_response: z.string().nullish()}).nullish().catch(null)
});
const failureSpec = z.looseObject({
  iteration,
  type: z.string(),
  attributes: texts.nullish().catch(null),
  response_preview: z.string().nullish().catch(null)
});
export const statSpec = z.looseObject({
  iteration,
  candidates: z.int().min(0).max(1_000_000),
  valid_queries: z.int().min(0).nullish(),
  buffer_top_score: z.number().nullish()
});
const summarySpec = z.looseObject({
  type: z.string().nullish(),
  buffer_scores: z.array(z.number()).nullish(),
  final_buffer_size: z.int().nullish(),
  iteration_stats: z.array(statSpec).nullish()
});

/** Reads one run folder of the released code. A line that can't be read is skipped, and noted with file and line. */
export async function readReferenceRun(folder: string, run: number): Promise<ReferenceRun> {
  const result: ReferenceRun = {run, rows: [], failures: [], counts: [], bufferSize: null, finished: false, notes: []};
  await readRows(join(folder, "results.jsonl"), result);
  await readFailures(join(folder, "failures.jsonl"), result);
  await readSummary(join(folder, "summary.jsonl"), result);
  return result;
}

/** Adds what a session of a run counted: a resumed run has a summary a session, each of its own iterations. */
export function withCounts(
  counts: readonly ReferenceCounts[],
  stats: readonly z.output<typeof statSpec>[]
): ReferenceCounts[] {
  const all = new Map([...counts, ...stats.map(toCounts)].map((count) => [count.iteration, count]));
  return [...all.values()].sort((a, b) => a.iteration - b.iteration);
}

const toCounts = (stat: z.output<typeof statSpec>): ReferenceCounts => ({
  iteration: stat.iteration,
  candidates: stat.candidates,
  validQueries: stat.valid_queries ?? null,
  bufferTop: stat.buffer_top_score ?? null
});

async function readRows(file: string, {rows, notes, run}: ReferenceRun): Promise<void> {
  const seen = new Set<string>();
  await eachObject(file, rowSpec, run, notes, (value, line) => {
    if (seen.has(line.text)) return "the same line is there twice";
    seen.add(line.text);
    const {error, raw_response: raw} = value.score_metadata ?? {};
    rows.push({
      iteration: value.iteration,
      query: value.query,
      attributes: value.attributes ?? [],
      weighted: value.weighted_attributes ?? [],
      sourceIndex: value.source_index ?? null,
      score: value.reward_score ?? null,
      error: error ?? null,
      rawResponse: Boolean(raw),
      emptyResponse: (value.response ?? "").trim() === "",
      at: {file, offset: line.offset, length: line.length}
    });
    return undefined;
  });
}

async function readFailures(file: string, {failures, notes, run}: ReferenceRun): Promise<void> {
  await eachObject(file, failureSpec, run, notes, ({iteration, type, attributes, response_preview: preview}) => {
    failures.push({iteration, type, attributes: attributes ?? [], preview: preview ?? null});
    return undefined;
  });
}

async function readSummary(file: string, result: ReferenceRun): Promise<void> {
  await eachObject(file, summarySpec, result.run, result.notes, (value) => {
    const size = value.final_buffer_size ?? value.buffer_scores?.length ?? 0;
    result.bufferSize = Math.max(result.bufferSize ?? 0, size) || null;
    if (value.type === "final_summary") result.finished = true;
    if (value.iteration_stats) result.counts = withCounts(result.counts, value.iteration_stats);
    return undefined;
  });
}

interface GoodLine {
  text: string;
  offset: number;
  length: number;
}

/** Passes every line that is an object of the shape to `take`, which may refuse it with a reason; notes the others. */
async function eachObject<S extends z.ZodType>(
  file: string,
  spec: S,
  run: number,
  notes: string[],
  take: (value: z.output<S>, line: GoodLine) => string | undefined
): Promise<void> {
  const name = `run ${run}, ${basename(file)}`;
  if (!existsSync(file)) return void notes.push(`${name}: not there`);
  if (!statSync(file).isFile()) throw new UserError("is not a file: expected JSON lines", {file});
  const {add, end} = limitNotes(notes, name);
  for await (const {number, text, offset, length, closed} of readLines(file, undefined, maxLineBytes)) {
    const value = text === null ? undefined : maybeJsonObject(text);
    const parsed = spec.safeParse(value);
    const torn = closed ? "not a JSON object" : "torn: the file ends inside it";
    const why =
      text === null
        ? length > maxLineBytes
          ? "longer than 64 MB"
          : "not valid UTF-8"
        : value === undefined
          ? torn
          : parsed.success
            ? take(parsed.data, {text, offset, length})
            : firstProblem(parsed.error, "line");
    if (why !== undefined) add(`${name}:${number}: skipped, ${why}`);
  }
  end();
}
