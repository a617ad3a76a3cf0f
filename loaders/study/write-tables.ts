import type {StudyManifest} from "../../src/lib/manifest.js";
import type {Row} from "../../src/lib/schema.js";
import {writeTable} from "../store/tables.js";
import type {Candidate} from "../surf/candidate.js";
import type {SearchRecord, TextReader} from "./search-record.js";
import {
  attributeRows,
  bufferRows,
  candidateRows,
  findingRows,
  iterationRows,
  placeRuns,
  rateRows,
  runRow,
  weightRows,
  type PlacedRun
} from "./search-rows.js";

/** What the manifest needs to know of the tables just written. */
export interface TableCounts {
  candidates: number;
  scored: number;
  flagged: number;
  findings: number;
  spend: StudyManifest["spend"];
  unscored: Partial<Record<NonNullable<Row<"candidates">["reason"]>, number>>;
}

export interface WriteOptions {
  /** Changes findings before they are written, such as marks and confirmed rates that the source brings. */
  finish?: (finding: Row<"findings">) => Row<"findings">;
}

/** Writes every table of a study from its searches; long texts stream from disk through `reader`. */
export async function writeStudyTables<Handle>(
  study: string,
  searches: readonly SearchRecord<Handle>[],
  reader: TextReader<Handle>,
  {finish = (finding) => finding}: WriteOptions = {}
): Promise<TableCounts> {
  const placed = placeRuns(searches);
  const findings = searches.flatMap((search) => findingRows(search, rowFinder(placed, search))).map(finish);
  await writeTable(study, "runs", placed.map(runRow));
  await writeTable(study, "candidates", each(placed, candidateRows));
  await writeTable(study, "attributes", attributeRows(searches));
  await writeTable(study, "iterations", each(placed, iterationRows));
  await writeTable(study, "attribute_weights", each(placed, weightRows));
  await writeTable(study, "buffer", each(placed, bufferRows));
  await writeTable(study, "findings", findings);
  await writeTable(study, "rates", searches.flatMap(rateRows));
  const calls: Row<"calls">[] = []; // gathered while the texts stream by: each record is read once
  await writeTable(study, "texts", textRows(placed, reader, calls));
  await writeTable(study, "calls", calls);
  return {...countCandidates(searches), findings: findings.length, spend: spendOf(calls)};
}

function* each<T>(placed: readonly PlacedRun[], rows: (run: PlacedRun) => Iterable<T>): Generator<T> {
  for (const run of placed) yield* rows(run);
}

function rowFinder(placed: readonly PlacedRun[], search: SearchRecord): (candidate: Candidate) => number | null {
  const rows = new Map<Candidate, number>();
  for (const {search: owner, record, firstRow} of placed)
    if (owner === search) record.tracker.candidates.forEach((candidate, i) => rows.set(candidate, firstRow + i));
  return (candidate) => rows.get(candidate) ?? null;
}

function* handles<Handle>(placed: readonly PlacedRun[]): Generator<[row: number, handle: Handle]> {
  for (const {record, firstRow} of placed)
    for (const [i, {texts}] of record.tracker.candidates.entries()) yield [firstRow + i, texts as Handle];
}

function* textRows<Handle>(
  placed: readonly PlacedRun[],
  reader: TextReader<Handle>,
  calls: Row<"calls">[]
): Generator<Row<"texts">> {
  for (const [id, handle] of handles<Handle>(placed)) {
    const read = reader.read(handle);
    for (const call of read.calls) calls.push({candidate: id, ...call});
    const {judgeThinking, ...texts} = read.texts;
    yield {id, ...texts, judge_thinking: judgeThinking};
  }
}

function countCandidates(searches: readonly SearchRecord[]): Omit<TableCounts, "findings" | "spend"> {
  const counts: Omit<TableCounts, "findings" | "spend"> = {candidates: 0, scored: 0, flagged: 0, unscored: {}};
  for (const {threshold, runs} of searches) {
    for (const {score, reason} of runs.flatMap(({tracker}) => tracker.candidates)) {
      counts.candidates++;
      if (score !== null) counts.scored++;
      if (score !== null && score > threshold) counts.flagged++;
      if (reason !== null) counts.unscored[reason] = (counts.unscored[reason] ?? 0) + 1;
    }
  }
  return counts;
}

function spendOf(calls: readonly Row<"calls">[]): StudyManifest["spend"] {
  const spend: StudyManifest["spend"] = {calls: calls.length, inputTokens: 0, outputTokens: 0, cost: 0};
  for (const {input_tokens, output_tokens, cost} of calls) {
    spend.inputTokens += input_tokens ?? 0;
    spend.outputTokens += output_tokens ?? 0;
    spend.cost = spend.cost === null || cost === null ? null : spend.cost + cost;
  }
  return spend;
}
