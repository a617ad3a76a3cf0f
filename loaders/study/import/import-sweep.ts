import {closeSync, openSync, readSync} from "node:fs";
import {basename, resolve} from "node:path";
import {group} from "d3";
import type {UnscoredReason} from "../../../src/shared/schema.js";
import {excerpt} from "../../../src/shared/excerpt.js";
import {maybeJsonObject} from "../../corpus/pairs/lenient-json.js";
import type {ReferenceFailure, ReferenceRow, ReferenceRun} from "../../corpus/released/reference-run.js";
import {readReferenceSweep} from "../../corpus/released/reference-sweep.js";
import {noTexts, type Texts} from "../../step/texts.js";
import type {Candidate} from "../../surf/candidate.js";
import {searchRows} from "../../surf/tables/search-tables.js";
import {RunTracker} from "../../surf/tracker.js";
import {promptId} from "../../util/prompt-id.js";
import {UserError} from "../../util/user-error.js";
import type {ImportOptions, WriteStudy} from "./import-options.js";
import {importedManifest} from "./import-manifest.js";
import type {RunRecord, SearchRecord, TextReader} from "../../surf/tables/search-record.js";
import {writeStudyTables} from "../tables/write-tables.js";

const releasedThreshold = 50; // of the released code's rubrics
const releasedBuffer = 5;

/** Where a candidate's texts are in a file; a candidate without a line has a note instead. */
type Handle = ReferenceRow["at"] | {note: string | null};

/**
 * Reads a sweep and replays it: weights (Eq. 1) and buffers (Eq. 2) are computed from the recorded scores. Returns a
 * function that writes it as a study. Throws a UserError if it has no scored candidate.
 */
export async function importSweep(
  path: string,
  name: string,
  {threshold = releasedThreshold, rubric = name, model = "unknown"}: ImportOptions
): Promise<WriteStudy> {
  const sweep = await readReferenceSweep(path);
  if (sweep.runs.every(({rows}) => rows.length === 0))
    throw new UserError("holds no scored candidate that can be read", {file: path});
  const runs = sweep.runs.map((run) => replay(run, threshold, sweep.plannedIterations));
  const search: SearchRecord<Handle> = {rubric, model, threshold, runs: runs.map(({record}) => record)};
  const notes = [
    "Imported from the released SURF code. Its files hold scored candidates only: what was lost is counted where " +
      "they say so.",
    "Without a control arm nobody can say from these files whether the search beat chance.",
    ...sweep.notes,
    ...runs.flatMap(({notes}) => notes)
  ];
  return async (study) => {
    const reader = lineReader();
    try {
      const counts = await writeStudyTables(study, [searchRows([search], reader)]);
      const settings = {
        runs: sweep.runs.length,
        iterations: sweep.plannedIterations,
        candidates: sweep.runs[0]?.counts[0]?.candidates ?? null,
        buffer: Math.max(...sweep.runs.map(({bufferSize}) => bufferSize ?? 0)) || null
      };
      const source = `sweep folder ${basename(resolve(path))} of the released code`;
      const fields = {name, title: name, origin: "imported", source, settings, notes} as const;
      return importedManifest(fields, [search], counts);
    } finally {
      reader.close();
    }
  };
}

function replay(
  run: ReferenceRun,
  threshold: number,
  planned: number | null
): {record: RunRecord<Handle>; notes: string[]} {
  const size = run.bufferSize ?? releasedBuffer;
  const tracker = new RunTracker<Handle>({size, distinct: false, threshold});
  const counts = new Map(run.counts.map((count) => [count.iteration, count]));
  const last = lastIteration(run);
  const rows = group(run.rows, ({iteration}) => iteration);
  const failures = group(run.failures, ({iteration}) => iteration);
  const differs: number[] = [];
  for (let iteration = 1; iteration <= last; iteration++) {
    const count = counts.get(iteration);
    tracker.finishIteration(iteration, candidatesOfIteration(rows, failures, iteration, count?.candidates ?? null));
    const top = tracker.buffer[0]?.score ?? null;
    if (count?.bufferTop != null && top !== null && count.bufferTop !== top) differs.push(iteration);
  }
  const notes = [...run.notes];
  if (run.counts.length === 0)
    notes.push(
      `run ${run.run}: its files do not say how many candidates were asked for; only recorded ones are counted`
    );
  const uncounted = [...rows.keys()].filter((iteration) => !counts.has(iteration)).sort((a, b) => a - b);
  if (run.counts.length > 0 && uncounted.length > 0)
    notes.push(`run ${run.run}: no counts of ${iterationsInWords(uncounted)}; only recorded candidates are counted`);
  if (!run.finished) notes.push(`run ${run.run}: no final summary; it may have been cut short`);
  if (differs.length > 0)
    notes.push(`run ${run.run}: the recorded buffer top differs from the replay in ${iterationsInWords(differs)}`);
  return {record: {run: run.run, planned: planned ?? last, ended: "imported", tracker}, notes};
}

const iterationsInWords = (iterations: readonly number[]): string =>
  `${iterations.length === 1 ? "iteration" : "iterations"} ${iterations.join(", ")}`;

const lastIteration = ({rows, failures, counts}: ReferenceRun): number =>
  [rows, failures, counts].flat().reduce((last, {iteration}) => Math.max(last, iteration), 0);

/** The candidates of one iteration: the scored ones, then the failed ones, then those that are only counted. */
function candidatesOfIteration(
  rows: ReadonlyMap<number, ReferenceRow[]>,
  failures: ReadonlyMap<number, ReferenceFailure[]>,
  iteration: number,
  asked: number | null
): Candidate<Handle>[] {
  const scored = (rows.get(iteration) ?? []).map(fromRow);
  const failed = (failures.get(iteration) ?? []).map(({type, attributes, preview}) =>
    unscored(iteration, failureReason(type), attributes, `${type}: ${preview ?? ""}`)
  );
  const missing = Math.max(0, (asked ?? 0) - scored.length - failed.length);
  const unrecorded = Array.from({length: missing}, () => unscored(iteration, "not-recorded", [], null));
  return [...scored, ...failed, ...unrecorded].map((candidate, slot) => ({...candidate, slot}));
}

const failureReason = (type: string): UnscoredReason => (type === "parse_failed" ? "query-unparsable" : "query-failed");

const noUsage = {inputTokens: null, outputTokens: null, cost: null, latencyInMs: null} as const;

function fromRow(row: ReferenceRow): Candidate<Handle> {
  const reason = unusableReason(row);
  return {
    iteration: row.iteration,
    slot: 0,
    arm: "search",
    attributes: row.attributes,
    weighted: row.weighted,
    sourceRow: row.sourceIndex,
    status: reason === null ? "scored" : "unscored",
    reason,
    score: reason === null ? row.score : null,
    query: excerpt(row.query),
    prompt: promptId(row.query),
    met: null,
    ...noUsage,
    texts: row.at
  };
}

/** Why a recorded score can't be used, or null: the released code writes 0 if the judge failed. */
function unusableReason({score, error, rawResponse, emptyResponse}: ReferenceRow): UnscoredReason | null {
  if (error !== null) return rawResponse ? "judge-unparsable" : "judge-failed";
  if (emptyResponse) return "response-empty";
  if (score === null) return "judge-unparsable";
  return score < 0 || score > 100 ? "judge-out-of-range" : null;
}

function unscored(
  iteration: number,
  reason: UnscoredReason,
  attributes: string[],
  note: string | null
): Candidate<Handle> {
  const draw = {attributes, weighted: [], sourceRow: null};
  const outcome = {status: "unscored", reason, score: null, query: null, prompt: null, met: null} as const;
  return {iteration, slot: 0, arm: "search", ...draw, ...outcome, ...noUsage, texts: {note}};
}

/** Reads the long texts of a candidate from its line of the file. */
function lineReader(): TextReader<Handle> & {close(): void} {
  const files = new Map<string, number>();
  const open = (file: string): number => {
    if (!files.has(file)) files.set(file, openSync(file, "r"));
    return files.get(file)!;
  };
  return {
    read: (handle) => ({texts: "note" in handle ? {...noTexts, reasoning: handle.note} : textsAt(handle), calls: []}),
    close: () => files.forEach((file) => closeSync(file))
  };

  function textsAt({file, offset, length}: ReferenceRow["at"]): Texts {
    const bytes = Buffer.allocUnsafe(length);
    readSync(open(file), bytes, 0, length, offset);
    const row = maybeJsonObject(bytes.toString("utf8")) ?? {};
    const metadata = (row.score_metadata ?? {}) as Record<string, unknown>;
    const source = maybeText(row.source_prompt);
    return {
      ...noTexts,
      query: maybeText(row.query),
      response: maybeText(row.response),
      reasoning: maybeText(metadata.reasoning) ?? maybeText(metadata.error),
      judgeThinking: maybeText(metadata.thinking),
      note: source === null ? null : `Prompt of the pool row that gave the random attributes:\n${source}`
    };
  }
}

const maybeText = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
