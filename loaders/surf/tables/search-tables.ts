import type {CheckCounts, ContrastCounts} from "../../../src/shared/manifest.js";
import type {Row} from "../../../src/shared/schema.js";
import {mean} from "../../../src/shared/statistics.js";
import type {PartCalls, SearchCounts, SearchResults, StepRows, StepTables} from "../../step/step-run.js";
import type {Texts} from "../../step/texts.js";
import {withRuleReason} from "../reasons.js";
import {ruledIn} from "./ruled-candidates.js";
import {coverageOf, type Candidate} from "../candidate.js";
import {
  ablationRows,
  countMeanings,
  estimateRows,
  exclusionRows,
  regionRows,
  regionSeverityRows
} from "./region-rows.js";
import type {SearchRecord, TextReader} from "./search-record.js";
import {severityRows} from "./severity-rows.js";
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
} from "./search-rows.js";

/**
 * All rows that searches add to the tables of a study. `reader` reads long texts from disk when they are written;
 * `clusterOf` says which cluster of an index an attribute is of.
 */
export function searchRows<Handle>(
  searches: readonly SearchRecord<Handle>[],
  reader: TextReader<Handle>,
  clusterOf: ClusterOf = () => null
): StepRows & {results: SearchResults} {
  const placed = placeRuns(searches);
  const results = resultsOf(searches, placed, reader);
  return {
    ruled: () => searches.flatMap(ruledIn),
    tables: () => tablesOf(searches, placed, results, clusterOf),
    calls: () => partCalls(placed, reader),
    results
  };
}

type ClusterOf = (attribute: string) => number | null;

function tablesOf(
  searches: readonly SearchRecord[],
  placed: readonly PlacedRun[],
  {regions}: SearchResults,
  clusterOf: ClusterOf
): StepTables {
  return {
    runs: () => placed.map(runRow),
    candidates: () => each(placed, candidateRows),
    judgements: () => each(placed, judgementRows),
    attributes: () => attributeRows(searches, clusterOf),
    iterations: () => each(placed, iterationRows),
    attribute_weights: () => each(placed, weightRows),
    buffer: () => each(placed, bufferRows),
    regions: () => regions(),
    severities: () => each(placed, severityRows),
    region_severities: () => each(firstRuns(placed), regionSeverityRows),
    region_ablations: () => each(firstRuns(placed), ablationRows),
    exclusions: () => each(firstRuns(placed), exclusionRows),
    estimates: () => each(firstRuns(placed), estimateRows),
    rates: () => searches.flatMap(rateRows)
  };
}

function resultsOf<Handle>(
  searches: readonly SearchRecord<Handle>[],
  placed: readonly PlacedRun[],
  reader: TextReader<Handle>
): SearchResults {
  let made: Row<"findings">[] | undefined;
  const findings = () => (made ??= searches.flatMap((search) => findingRows(search, rowFinder(placed, search))));
  let known: Candidate<Handle>[] | undefined;
  return {
    candidates: () => each(placed, candidateRows),
    findings,
    regions: () => [...each(firstRuns(placed), (run) => regionRows(run, findings()))],
    textsOf(row): Texts {
      known ??= [...candidatesOf<Handle>(placed)].map(([, candidate]) => candidate);
      const candidate = known[row]!;
      return withRuling(reader.read(candidate.texts).texts, candidate);
    },
    counts: {
      ...countCandidates(searches),
      ...countPrompts(searches),
      ...countContrast(searches),
      ...countChecks(searches),
      regions: countRegions(searches)
    }
  };
}

function* partCalls<Handle>(placed: readonly PlacedRun[], reader: TextReader<Handle>): Generator<PartCalls> {
  for (const [id, candidate] of candidatesOf<Handle>(placed)) {
    const {texts, calls} = reader.read(candidate.texts);
    const {judgeThinking, contrastResponse, contrastReasoning, ...rest} = withRuling(texts, candidate);
    const contrast = {contrast_response: contrastResponse, contrast_reasoning: contrastReasoning};
    yield {
      texts: {id, ...rest, ...contrast, judge_thinking: judgeThinking},
      calls: calls.map((call) => ({candidate: id, ...call}))
    };
  }
}

/** The texts with what the rubric's rule found before what the judges said. */
const withRuling = (texts: Texts, {ruled}: Candidate): Texts =>
  ruled === undefined ? texts : {...texts, reasoning: withRuleReason(ruled, texts.reasoning)};

/** The first run of each search, for tables without a column for the run. */
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

function* candidatesOf<Handle>(placed: readonly PlacedRun[]): Generator<[row: number, candidate: Candidate<Handle>]> {
  for (const {record, firstRow} of placed)
    for (const [i, candidate] of record.tracker.candidates.entries())
      yield [firstRow + i, candidate as Candidate<Handle>];
}

function countPrompts(searches: readonly SearchRecord[]): Pick<SearchCounts, "prompts" | "coverage"> {
  const drawn = searches.flatMap(({runs}) => runs.flatMap(({tracker}) => tracker.candidates)).filter(({met}) => met);
  const coverage = mean(drawn.flatMap((candidate) => coverageOf(candidate) ?? []));
  if (coverage === null) return {};
  if (searches.some(({check = null}) => check !== null)) return {coverage};
  return {prompts: new Set(drawn.map(({prompt}) => prompt)).size, coverage};
}

function countChecks(searches: readonly SearchRecord[]): Pick<SearchCounts, "check"> {
  const [by] = searches.flatMap(({check}) => check ?? []);
  if (by === undefined) return {};
  const check: CheckCounts = {by, checked: 0, unread: {}};
  for (const {met, checkReason} of searches.flatMap(({runs}) => runs.flatMap(({tracker}) => tracker.candidates))) {
    if (met !== null) check.checked++;
    if (checkReason !== undefined) check.unread[checkReason] = (check.unread[checkReason] ?? 0) + 1;
  }
  return {check};
}

function countContrast(searches: readonly SearchRecord[]): Pick<SearchCounts, "contrast"> {
  if (!searches.some(({contrast = null}) => contrast !== null)) return {};
  const contrast: ContrastCounts = {asked: 0, failed: 0, unscored: {}};
  for (const {threshold, runs} of searches)
    for (const {score, contrast: answer} of runs.flatMap(({tracker}) => tracker.candidates)) {
      if (answer === undefined) continue;
      contrast.asked++;
      if (score! > threshold && answer.score !== null && answer.score > threshold) contrast.failed++;
      if (answer.reason !== null) contrast.unscored[answer.reason] = (contrast.unscored[answer.reason] ?? 0) + 1;
    }
  return {contrast};
}

function countRegions(searches: readonly SearchRecord[]): number | null {
  const snapshots = searches.flatMap(({snapshot}) => snapshot ?? []);
  return snapshots.length === 0 ? null : snapshots.reduce((sum, snapshot) => sum + countMeanings(snapshot), 0);
}

function countCandidates(searches: readonly SearchRecord[]): Omit<SearchCounts, "regions"> {
  const counts: Omit<SearchCounts, "regions"> = {candidates: 0, scored: 0, flagged: 0, unscored: {}};
  for (const {threshold, runs} of searches) {
    for (const {score, reason, truncated} of runs.flatMap(({tracker}) => tracker.candidates)) {
      counts.candidates++;
      if (score !== null) counts.scored++;
      if (truncated) counts.truncated = (counts.truncated ?? 0) + 1;
      if (score !== null && score > threshold) counts.flagged++;
      if (reason !== null) counts.unscored[reason] = (counts.unscored[reason] ?? 0) + 1;
    }
  }
  return counts;
}
