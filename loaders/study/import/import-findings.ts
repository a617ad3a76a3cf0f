import {basename, resolve} from "node:path";
import type {Row} from "../../../src/shared/schema.js";
import {wilson} from "../../../src/shared/statistics.js";
import {excerpt} from "../../../src/shared/excerpt.js";
import {readPublishedFindings, type PublishedFinding} from "../../corpus/released/published-findings.js";
import {noTexts} from "../../step/texts.js";
import type {Candidate} from "../../surf/candidate.js";
import {searchRows} from "../../surf/tables/search-tables.js";
import {RunTracker} from "../../surf/tracker.js";
import {UserError} from "../../util/user-error.js";
import type {ImportOptions, WriteStudy} from "./import-options.js";
import {importedManifest} from "./import-manifest.js";
import type {SearchRecord, TextReader} from "../../surf/tables/search-record.js";
import {writeStudyTables} from "../tables/write-tables.js";

/** The explorer's experiments as the paper's behaviours. */
const rubricOf: Record<string, string> = {
  code_bleed: "code",
  cold_tone: "analytic",
  math_bleed: "math",
  rebuttal: "rebut",
  refusal: "refusal"
};

const publishedThreshold = 70; // "s > 70 is unambiguous" (paper section 3.1)

/** Reads the published findings: a candidate and a finding an entry, with the authors' mark and resampling. */
export async function importFindings(
  path: string,
  name: string,
  {threshold = publishedThreshold}: ImportOptions
): Promise<WriteStudy> {
  const {findings, notes} = readPublishedFindings(path);
  if (findings.length === 0) throw new UserError("holds no finding that can be read", {file: path});
  const groups = [...groupBy(findings, ({experiment, model}) => `${rubricOf[experiment] ?? experiment}\u0000${model}`)];
  const searches = groups.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, group]) => toSearch(key, group, threshold));
  const all = [
    "Findings chosen by their authors: their number says nothing of how often a model fails.",
    "Confirmed rates are the authors' own resampling. Raw scores on 0-200 are left out; scores here are on 0-100.",
    ...notes
  ];
  return async (study) => {
    const reader: TextReader<PublishedFinding> = {read: (finding) => ({texts: textsOf(finding), calls: []})};
    const entries = searches.flatMap(({runs}) => runs.flatMap(({tracker}) => tracker.candidates));
    const finish = (row: Row<"findings">) => withMarks(row, entries[row.candidate!]!.texts);
    const counts = await writeStudyTables(study, [searchRows(searches, reader)], finish);
    const source = `published findings, ${basename(resolve(path))}`;
    const settings = {findings: findings.length, threshold};
    return importedManifest({name, title: name, origin: "published", source, settings, notes: all}, searches, counts);
  };
}

function toSearch(key: string, group: PublishedFinding[], threshold: number): SearchRecord<PublishedFinding> {
  const [rubric, model] = key.split("\u0000") as [string, string];
  const tracker = new RunTracker<PublishedFinding>({size: group.length, distinct: false, threshold});
  tracker.finishIteration(1, group.map(toCandidate));
  const run = {run: 1, planned: 1, ended: "imported", tracker} as const;
  return {rubric, model, threshold, runs: [run], selected: true};
}

function toCandidate(finding: PublishedFinding, slot: number): Candidate<PublishedFinding> {
  return {
    iteration: 1,
    slot,
    arm: "search",
    attributes: finding.attributes,
    weighted: [],
    sourceRow: null,
    status: "scored",
    reason: null,
    score: finding.score,
    query: excerpt(finding.query),
    inputTokens: null,
    outputTokens: null,
    cost: null,
    latencyInMs: null,
    texts: finding
  };
}

const textsOf = ({query, response, reasoning, translations}: PublishedFinding) => ({
  ...noTexts,
  query,
  response,
  reasoning,
  note: translations
});

function withMarks(row: Row<"findings">, {mark, resampled}: PublishedFinding): Row<"findings"> {
  if (resampled === null) return {...row, mark};
  const {low, high} = wilson(Math.round(resampled.rate * resampled.n), resampled.n);
  const confirmed = {
    confirmed_n: resampled.n,
    confirmed_rate: resampled.rate,
    confirmed_low: low,
    confirmed_high: high
  };
  return {...row, mark, ...confirmed};
}

/** Values by key, in the order met (Map.groupBy needs a later Node). */
function groupBy<T>(list: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of list) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
