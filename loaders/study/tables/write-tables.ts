import type {StudyManifest} from "../../../src/shared/manifest.js";
import {tableNames, type Row, type TableName} from "../../../src/shared/schema.js";
import {TableWriter, writeTable} from "../../store/tables.js";
import type {Candidate, Texts} from "../../surf/candidate.js";
import type {CallRow, SearchRecord, TextReader} from "../../surf/tables/search-record.js";
import {
  attributeRows,
  bufferRows,
  candidateRows,
  findingRows,
  iterationRows,
  judgementRows,
  placeRuns,
  rateRows,
  runRow,
  weightRows,
  type PlacedRun
} from "../../surf/tables/search-rows.js";
import {ablationRows, countMeanings, estimateRows, regionRows} from "../../surf/tables/region-rows.js";
import type {StepTables} from "../../step/step.js";

/** What the manifest needs to know of the tables just written. */
export interface TableCounts {
  candidates: number;
  scored: number;
  flagged: number;
  findings: number;
  regions: number | null; // of different meanings; null where no search looks for them
  confirmed: number | null; // findings whose resampling beat the bar; null where none was resampled here
  spend: StudyManifest["spend"];
  unscored: Partial<Record<NonNullable<Row<"candidates">["reason"]>, number>>;
}

/** What a step after the search adds to the tables. */
export interface StepRows {
  tables(): StepTables;
  calls(): Iterable<CallRow>;
}

export interface WriteOptions {
  /** Changes findings before they are written, such as marks and confirmed rates that the source or a step brings. */
  finish?: (finding: Row<"findings">) => Row<"findings">;
  steps?: readonly StepRows[];
}

/** Writes every table of a study from its searches; long texts stream from disk through `reader`. */
export async function writeStudyTables<Handle>(
  study: string,
  searches: readonly SearchRecord<Handle>[],
  reader: TextReader<Handle>,
  {finish = (finding) => finding, steps = []}: WriteOptions = {}
): Promise<TableCounts> {
  const placed = placeRuns(searches);
  const findings = findingsOf(searches, placed).map(finish);
  const own: StepTables = {
    runs: () => placed.map(runRow),
    candidates: () => each(placed, candidateRows),
    judgements: () => each(placed, judgementRows),
    attributes: () => attributeRows(searches),
    iterations: () => each(placed, iterationRows),
    attribute_weights: () => each(placed, weightRows),
    buffer: () => each(placed, bufferRows),
    findings: () => findings,
    regions: () => each(firstRuns(placed), (run) => regionRows(run, findings)),
    region_ablations: () => each(firstRuns(placed), ablationRows),
    estimates: () => each(firstRuns(placed), estimateRows),
    rates: () => searches.flatMap(rateRows)
  };
  const sources = [own, ...steps.map((step) => step.tables())];
  for (const name of tableNames) if (!streamed.includes(name)) await writeTable(study, name, rowsFrom(sources, name));
  const spend = await writeRecords(study, placed, reader, steps);
  return {
    ...countCandidates(searches),
    findings: findings.length,
    confirmed: countConfirmed(findings),
    regions: countRegions(searches),
    spend
  };
}

function countConfirmed(findings: readonly Row<"findings">[]): number | null {
  const resampled = findings.filter(({confirmed}) => confirmed !== null);
  return resampled.length === 0 ? null : resampled.filter(({confirmed}) => confirmed).length;
}

/** The findings of all searches, with their rows of `candidates`. */
export const findingsOf = (
  searches: readonly SearchRecord[],
  placed: readonly PlacedRun[] = placeRuns(searches)
): Row<"findings">[] => searches.flatMap((search) => findingRows(search, rowFinder(placed, search)));

/** The candidates of all searches. */
export const candidatesOf = (searches: readonly SearchRecord[]): Iterable<Row<"candidates">> =>
  each(placeRuns(searches), candidateRows);

/** Reads the texts of a candidate by its row of `candidates`, of searches that are over. */
export function candidateTexts<Handle>(
  searches: readonly SearchRecord<Handle>[],
  reader: TextReader<Handle>
): (row: number) => Texts {
  const all = () => [...handles<Handle>(placeRuns(searches))].map(([, handle]) => handle);
  let known: Handle[] | undefined;
  return (row) => reader.read((known ??= all())[row]!).texts;
}

const streamed: readonly TableName[] = ["texts", "calls"]; // written as the journal is read

async function* rowsFrom<T extends TableName>(sources: readonly StepTables[], name: T): AsyncGenerator<Row<T>> {
  for (const source of sources) {
    const rows = source[name]?.();
    if (rows !== undefined) yield* rows as Iterable<Row<T>>;
  }
}

function countRegions(searches: readonly SearchRecord[]): number | null {
  const snapshots = searches.flatMap(({snapshot}) => snapshot ?? []);
  return snapshots.length === 0 ? null : snapshots.reduce((sum, snapshot) => sum + countMeanings(snapshot), 0);
}

/** One run of each search, for tables of a row a search. */
const firstRuns = (placed: readonly PlacedRun[]): PlacedRun[] =>
  placed.filter(({search}, i) => placed.findIndex((other) => other.search === search) === i);

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

/** Writes texts and calls side by side, as each record is read once; gives the sums. */
async function writeRecords<Handle>(
  study: string,
  placed: readonly PlacedRun[],
  reader: TextReader<Handle>,
  steps: readonly StepRows[]
): Promise<StudyManifest["spend"]> {
  const spend: StudyManifest["spend"] = {calls: 0, inputTokens: 0, outputTokens: 0, cost: 0};
  const texts = new TableWriter(study, "texts");
  const calls = new TableWriter(study, "calls");
  try {
    for (const [id, handle] of handles<Handle>(placed)) {
      const read = reader.read(handle);
      const {judgeThinking, ...rest} = read.texts;
      await texts.add({id, ...rest, judge_thinking: judgeThinking});
      for (const call of read.calls) {
        await calls.add({candidate: id, ...call});
        addTo(spend, call);
      }
    }
    for (const call of steps.flatMap((step) => [...step.calls()])) {
      await calls.add({candidate: null, ...call});
      addTo(spend, call);
    }
    await texts.close();
    await calls.close();
    return spend;
  } catch (error) {
    texts.discard();
    calls.discard();
    throw error;
  }
}

function addTo(spend: StudyManifest["spend"], call: Omit<Row<"calls">, "candidate">): void {
  spend.calls++;
  spend.inputTokens += call.input_tokens ?? 0;
  spend.outputTokens += call.output_tokens ?? 0;
  spend.cost = spend.cost === null || call.cost === null ? null : spend.cost + call.cost;
}

function countCandidates(
  searches: readonly SearchRecord[]
): Omit<TableCounts, "findings" | "confirmed" | "regions" | "spend"> {
  const counts: Omit<TableCounts, "findings" | "confirmed" | "regions" | "spend"> = {
    candidates: 0,
    scored: 0,
    flagged: 0,
    unscored: {}
  };
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
