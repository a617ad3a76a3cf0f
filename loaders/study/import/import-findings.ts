import {basename, resolve} from "node:path";
import {group, sort} from "d3";
import type {Row} from "../../../src/shared/schema.js";
import {wilson} from "../../../src/shared/statistics.js";
import {excerpt} from "../../../src/shared/excerpt.js";
import {readPublishedFindings, type PublishedFinding} from "../../corpus/released/published-findings.js";
import {noTexts} from "../../step/texts.js";
import type {Candidate} from "../../surf/candidate.js";
import {searchRows} from "../../surf/tables/search-tables.js";
import {RunTracker} from "../../surf/tracker.js";
import {promptId} from "../../util/prompt-id.js";
import {UserError} from "../../util/user-error.js";
import type {ImportOptions, WriteStudy} from "./import-options.js";
import {importedManifest} from "./import-manifest.js";
import type {SearchRecord, TextReader} from "../../surf/tables/search-record.js";
import {writeStudyTables} from "../tables/write-tables.js";

/** The paper's behaviours by the names of experiments in the published file. */
const rubricOf: Record<string, string> = {
  code_bleed: "code",
  cold_tone: "analytic",
  math_bleed: "math",
  rebuttal: "rebut",
  refusal: "refusal"
};

const publishedThreshold = 70; // "s > 70 is unambiguous" (paper section 3.1)

/**
 * Reads the published findings: each entry becomes a candidate and a finding with the authors' mark and resampling.
 * Returns a function that writes them as a study. Throws a UserError if there are none.
 */
export async function importFindings(
  path: string,
  name: string,
  {threshold = publishedThreshold}: ImportOptions
): Promise<WriteStudy> {
  const {findings, notes} = readPublishedFindings(path);
  if (findings.length === 0) throw new UserError("holds no finding that can be read", {file: path});
  const searches = groupFindings(findings).map(([key, members]) => toSearch(key, members, threshold));
  const allNotes = [
    "Findings chosen by their authors: their number does not say how often a model fails.",
    "Confirmed rates are the authors' own resampling. Raw scores on 0-200 are not included; scores here are on 0-100.",
    ...notes
  ];
  return async (study) => {
    const reader: TextReader<PublishedFinding> = {read: (finding) => ({texts: textsOfFinding(finding), calls: []})};
    const entries = searches.flatMap(({runs}) => runs.flatMap(({tracker}) => tracker.candidates));
    const finish = (row: Row<"findings">) => withMarks(row, entries[row.candidate!]!.texts);
    const counts = await writeStudyTables(study, [searchRows(searches, reader)], finish);
    const source = `published findings, ${basename(resolve(path))}`;
    const settings = {findings: findings.length, threshold};
    const fields = {name, title: name, origin: "published", source, settings, notes: allNotes} as const;
    return importedManifest(fields, searches, counts);
  };
}

/** Findings by rubric and model, in the order of these. */
function groupFindings(findings: readonly PublishedFinding[]): [key: string, PublishedFinding[]][] {
  const groups = group(findings, ({experiment, model}) => `${rubricOf[experiment] ?? experiment}\u0000${model}`);
  return sort(groups, ([key]) => key);
}

function toSearch(
  key: string,
  members: readonly PublishedFinding[],
  threshold: number
): SearchRecord<PublishedFinding> {
  const [rubric, model] = key.split("\u0000") as [string, string];
  const tracker = new RunTracker<PublishedFinding>({size: members.length, distinct: false, threshold});
  tracker.finishIteration(1, members.map(candidateOfFinding));
  const run = {run: 1, planned: 1, ended: "imported", tracker} as const;
  return {rubric, model, threshold, runs: [run], selected: true};
}

function candidateOfFinding(finding: PublishedFinding, slot: number): Candidate<PublishedFinding> {
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
    prompt: promptId(finding.query),
    met: null,
    inputTokens: null,
    outputTokens: null,
    cost: null,
    latencyInMs: null,
    texts: finding
  };
}

const textsOfFinding = ({query, response, reasoning, translations}: PublishedFinding) => ({
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
