import type {Row, Scorer} from "../../../src/shared/schema.js";
import {wilson} from "../../../src/shared/statistics.js";
import {isEvidence} from "../contrast.js";
import {coverageOf, metBy, type Candidate} from "../candidate.js";
import {regionOf, topsInRegions} from "./region-rows.js";
import {foldFindings, type FoldedFinding, type Top} from "../findings.js";
import {replicateFinder, type Replicates} from "./replicates.js";
import type {RunRecord, SearchRecord} from "./search-record.js";

/** A run and its place in the table `candidates`: row = firstRow + index in the run. */
export interface PlacedRun {
  search: SearchRecord;
  record: RunRecord;
  firstRow: number;
  firstRows: readonly number[]; // of all runs of the search
  prompts: ReadonlyMap<string, number>; // of the study: numbers of its distinct prompts by id
}

/** Assigns rows of `candidates` to all runs, in the order of the study: rubric, model, run. */
export function placeRuns(searches: readonly SearchRecord[]): PlacedRun[] {
  const placed: PlacedRun[] = [];
  const prompts = numberPrompts(searches);
  let firstRow = 0;
  for (const search of searches) {
    const firstRows: number[] = [];
    for (const record of search.runs) {
      placed.push({search, record, firstRow, firstRows, prompts});
      firstRows.push(firstRow);
      firstRow += record.tracker.candidates.length;
    }
  }
  return placed;
}

/** Numbers the distinct prompts by first use; empty where queries are written. */
function numberPrompts(searches: readonly SearchRecord[]): Map<string, number> {
  const numbers = new Map<string, number>();
  const drawn = searches.filter(({check = null}) => check === null);
  for (const {prompt, met} of drawn.flatMap(({runs}) => runs.flatMap(({tracker}) => tracker.candidates)))
    if (met !== null && prompt !== null && !numbers.has(prompt)) numbers.set(prompt, numbers.size);
  return numbers;
}

const ownerOf = ({search, record}: PlacedRun) => ({rubric: search.rubric, model: search.model, run: record.run});

const isFlag = (score: number | null, threshold: number): boolean => score !== null && score > threshold;

export function runRow(placed: PlacedRun): Row<"runs"> {
  const {record} = placed;
  const {candidates, iterations, tops} = record.tracker;
  const scores = tops.flatMap((top) => (top === null ? [] : [top]));
  return {
    ...ownerOf(placed),
    iterations,
    planned: record.planned,
    ended: record.ended,
    candidates: candidates.length,
    scored: candidates.filter(({status}) => status === "scored").length,
    best: scores.length > 0 ? Math.max(...scores) : null
  };
}

export function* candidateRows(placed: PlacedRun): Generator<Row<"candidates">> {
  const {search, record, firstRow, firstRows, prompts} = placed;
  for (const [i, candidate] of record.tracker.candidates.entries()) {
    yield {
      id: firstRow + i,
      ...ownerOf(placed),
      iteration: candidate.iteration,
      slot: candidate.slot,
      arm: candidate.arm,
      status: candidate.status,
      reason: candidate.reason,
      score: candidate.score,
      scored_by: scorerOf(candidate),
      flagged: isFlag(candidate.score, search.threshold),
      ...contrastColumns(search, candidate),
      context: search.context ?? null,
      truncated: candidate.truncated ?? false,
      query: candidate.query,
      attributes: candidate.attributes,
      weighted: candidate.weighted,
      met: candidate.met === null ? [] : [...candidate.met],
      coverage: coverageOf(candidate),
      check_reason: candidate.checkReason ?? null,
      prompt: candidate.met === null || search.check != null ? null : prompts.get(candidate.prompt!)!,
      source_row: candidate.sourceRow,
      purpose: candidate.purpose ?? null,
      replicate_of: candidate.replicateOf ? firstRows[candidate.replicateOf.run]! + candidate.replicateOf.index : null,
      input_tokens: candidate.inputTokens,
      output_tokens: candidate.outputTokens,
      cost: candidate.cost,
      latency: candidate.latencyInMs
    };
  }
}

/** What the contrast model did with a candidate's query. */
function contrastColumns({contrast: model = null}: SearchRecord, {contrast}: Candidate) {
  if (model === null) return {contrast_status: null, contrast_reason: null, contrast_score: null};
  if (contrast === undefined) return {contrast_status: "not-asked", contrast_reason: null, contrast_score: null};
  const {score, reason} = contrast;
  return {contrast_status: score === null ? "unscored" : "scored", contrast_reason: reason, contrast_score: score};
}

/** Who gave a score; null when there is none. */
const scorerOf = ({score, ruled}: Candidate): Scorer | null =>
  score === null ? null : ruled?.settled ? "rule" : "judge";

export function* judgementRows({record, firstRow}: PlacedRun): Generator<Row<"judgements">> {
  for (const [i, {judgements = []}] of record.tracker.candidates.entries())
    for (const judgement of judgements) yield {candidate: firstRow + i, ...judgement};
}

export function* bufferRows(placed: PlacedRun): Generator<Row<"buffer">> {
  for (const row of placed.record.tracker.bufferRows)
    yield {...ownerOf(placed), ...row, candidate: row.candidate === null ? null : placed.firstRow + row.candidate};
}

export function* iterationRows(placed: PlacedRun): Generator<Row<"iterations">> {
  for (const row of placed.record.tracker.iterationRows) yield {...ownerOf(placed), ...row};
}

export function* weightRows(placed: PlacedRun): Generator<Row<"attribute_weights">> {
  for (const row of placed.record.tracker.weightRows) yield {...ownerOf(placed), ...row};
}

/**
 * The top candidates of a search: those in the final buffers of its runs (paper section 3.1), or, if an adaptive search
 * has confirmed regions, the best candidates in these.
 */
export function topsOf(search: SearchRecord): Top[] {
  if (search.snapshot !== undefined && search.snapshot.regions.length > 0) return topsInRegions(search);
  return search.runs.flatMap(({run, tracker}) =>
    tracker.buffer
      .filter(({score}) => score > 0) // that it is there for: 0 where a contrast model fails too
      .map(({candidate}) => ({run, candidate: tracker.candidates[candidate]!}))
  );
}

type RowOf = (candidate: Candidate) => number | null;

export function findingRows(search: SearchRecord, rowOf: RowOf): Row<"findings">[] {
  const replicatesOf = replicateFinder(search);
  return foldFindings(search.rubric, search.model, topsOf(search)).map((finding) =>
    findingRow(search, finding, {rowOf, replicates: replicatesOf(finding)})
  );
}

function findingRow(
  search: SearchRecord,
  {id, run, candidate, folded, runs}: FoldedFinding,
  {rowOf, replicates}: {rowOf: RowOf; replicates: Replicates | null}
): Row<"findings"> {
  const {rubric, model, threshold} = search;
  return {
    id,
    rubric,
    model,
    candidate: rowOf(candidate),
    run,
    iteration: candidate.iteration,
    score: candidate.score!,
    flagged: isEvidence(candidate, threshold),
    contrast_score: candidate.contrast?.score ?? null,
    context: search.context ?? null,
    folded: folded.length,
    folded_candidates: folded.flatMap((top) => rowOf(top.candidate) ?? []),
    runs,
    query: candidate.query ?? "",
    attributes: [...metBy(candidate)],
    region: regionOf(search, candidate),
    replicates: (replicates?.candidates ?? []).flatMap((other) => rowOf(other) ?? []),
    replicates_n: replicates?.scored ?? null,
    replicates_flagged: replicates?.flagged ?? null,
    confirmed: null,
    confirmed_n: null,
    confirmed_rate: null,
    confirmed_low: null,
    confirmed_high: null,
    mark: null
  };
}

/** The distinct attributes of all candidates, by first use. */
export function attributeRows(
  searches: readonly SearchRecord[],
  clusterOf: (attribute: string) => number | null
): Row<"attributes">[] {
  const rows = new Map<string, {uses: number; scored: number; sum: number}>();
  for (const candidate of searches.flatMap(({runs}) => runs.flatMap(({tracker}) => tracker.candidates))) {
    const {score, attributes} = candidate;
    const met = metBy(candidate);
    for (const attribute of new Set([...attributes, ...met])) {
      let row = rows.get(attribute);
      if (row === undefined) rows.set(attribute, (row = {uses: 0, scored: 0, sum: 0}));
      if (!met.includes(attribute)) continue; // it was drawn, and the query lacks it
      row.uses++;
      if (score === null) continue;
      row.scored++;
      row.sum += score;
    }
  }
  return [...rows].map(([attribute, {uses, scored, sum}], id) => ({
    id,
    attribute,
    cluster: clusterOf(attribute),
    uses,
    scored,
    mean_score: scored > 0 ? sum / scored : null
  }));
}

/** Columns that only the rates of probes fill in. */
const noProbe = {
  probe: null,
  measure: null,
  context: null,
  prompt: null,
  item: null,
  variant: null,
  row: null,
  column: null,
  prompts: null
};
const uncorrected = {corrected: null, corrected_low: null, corrected_high: null};

/** Flag rates of both arms and of the output: the top candidates of all runs, a cell of the paper's Table 1. */
export function rateRows(search: SearchRecord): Row<"rates">[] {
  if (search.selected) return [];
  const all = search.runs.flatMap(({tracker}) => tracker.candidates);
  const groups: [string, readonly Candidate[]][] = [
    ["search", all.filter(({arm}) => arm === "search")],
    ["control", all.filter(({arm}) => arm === "control")],
    ["output", topsOf(search).map(({candidate}) => candidate)]
  ];
  return groups.filter(([, list]) => list.length > 0).map(([group, list]) => searchRateRow(search, group, list));
}

function searchRateRow(
  {rubric, model, threshold}: SearchRecord,
  group: string,
  candidates: readonly Candidate[]
): Row<"rates"> {
  const n = candidates.filter(({score}) => score !== null).length;
  const violations = candidates.filter(({score}) => isFlag(score, threshold)).length;
  const unscored = candidates.length - n;
  const counts = {n, unscored, violations, ...wilson(violations, n), method: "wilson"};
  return {step: "surf", group, rubric, model, ...noProbe, ...counts, ...uncorrected};
}
