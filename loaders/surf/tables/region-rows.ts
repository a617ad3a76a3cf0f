import {createHash} from "node:crypto";
import betaQuantile from "@stdlib/stats-base-dists-beta-quantile";
import type {Row} from "../../../src/shared/schema.js";
import {promptsForVerdict} from "../../corpus/prompts/own-attributes.js";
import type {Exclusion} from "../adaptive/exclusion.js";
import type {RegionSnapshot, SearchSnapshot, SetCount} from "../adaptive/search-snapshot.js";
import {isEvidence} from "../contrast.js";
import {metBy, type Candidate} from "../candidate.js";
import type {Top} from "../findings.js";
import {firstDistinct} from "../similarity.js";
import type {SearchRecord} from "./search-record.js";
import {dimensionsOf, severityOf} from "./severity-rows.js";

/** A search, and the first rows of its runs in the table `candidates`. */
interface PlacedSearch {
  search: SearchRecord;
  firstRows: readonly number[];
}

const idOf = ({rubric, model}: SearchRecord, attributes: readonly string[]): string =>
  `${rubric}-region-${createHash("sha256")
    .update([model, ...[...attributes].sort()].join("\u0000"))
    .digest("hex")
    .slice(0, 8)}`;

function isIn(candidate: Candidate, region: Pick<RegionSnapshot, "attributes">): boolean {
  const met = metBy(candidate);
  return region.attributes.every((attribute) => met.includes(attribute));
}

/** The id of the region that a candidate is in; null if it is in none. */
export function regionOf(search: SearchRecord, candidate: Candidate): string | null {
  const region = search.snapshot?.regions.find((region) => isIn(candidate, region));
  return region === undefined ? null : idOf(search, region.attributes);
}

/** The number of regions with a verdict and different meanings: other wordings of a region are not counted again. */
export const countMeanings = ({regions}: Pick<SearchSnapshot, "regions">): number =>
  new Set(regions.filter(({tooFew}) => tooFew === null).map(({meaning}) => meaning.join("\u0000"))).size;

const topsPerRegion = 5;

/** The best flagged candidates of each region, near-duplicates left out. */
export function topsInRegions({snapshot, runs, threshold}: SearchRecord): Top[] {
  const flagged = runs
    .flatMap(({run, tracker}) => tracker.candidates.map((candidate): Top => ({run, candidate})))
    .filter(({candidate}) => candidate.arm === "search" && isEvidence(candidate, threshold))
    .toSorted((a, b) => b.candidate.score! - a.candidate.score!);
  const tops = snapshot!.regions.flatMap((region) =>
    firstDistinct(
      flagged.filter((top) => isIn(top.candidate, region)),
      ({candidate}) => candidate.query ?? "",
      topsPerRegion
    )
  );
  return [...new Set(tops)];
}

/** A set of attributes as one sentence, such as "The query is in capital letters and asks for code." */
export function describeSet(attributes: readonly string[]): string {
  const head = "The query ";
  const parts = attributes.map((attribute) => attribute.trim().replace(/\.$/, ""));
  if (!parts.every((part) => part.startsWith(head))) return parts.join("; ");
  return `${head}${parts.map((part) => part.slice(head.length)).join(" and ")}.`;
}

export function* regionRows(
  {search, firstRows}: PlacedSearch,
  findings: readonly Row<"findings">[]
): Generator<Row<"regions">> {
  const {rubric, model, snapshot} = search;
  if (snapshot === undefined) return;
  const {n: controls, violations: controlViolations} = snapshot.control;
  for (const region of snapshot.regions) {
    const {attributes, n, violations, low, high, score, run, iteration, confirmedAt, candidates, sample} = region;
    const id = idOf(search, attributes);
    yield {
      id,
      rubric,
      model,
      meaning: idOf(search, region.meaning),
      attributes,
      description: describeSet(attributes),
      n,
      violations,
      rate: violations / n,
      low,
      high,
      ...contrastColumns(region),
      lift: controls === 0 ? null : violations / n - controlViolations / controls,
      bar: snapshot.bar,
      evidence: region.evidence,
      share: region.share,
      score,
      severity: severityOf(search, region),
      run: run + 1,
      iteration,
      first_seen: confirmedAt,
      candidates,
      prompts: countPrompts(search, region),
      examples: sample.map((place) => firstRows[place.run]! + place.index),
      findings: findings.filter((finding) => finding.region === id).length,
      status: statusOf(region),
      reason: region.tooFew === null ? null : `too few prompts: ${region.tooFew} of ${promptsForVerdict}`
    };
  }
}

function contrastColumns({contrast}: RegionSnapshot) {
  return {
    target_rate: contrast?.targetRate ?? null,
    contrast_rate: contrast?.contrastRate ?? null,
    contrast_n: contrast?.n ?? null,
    difference: contrast?.difference ?? null,
    difference_low: contrast?.low ?? null,
    difference_high: contrast?.high ?? null,
    q: contrast?.q ?? null
  };
}

function statusOf({tooFew, claim}: RegionSnapshot): string {
  if (tooFew !== null) return "refused";
  return claim === "rate" ? "confirmed" : "lifted";
}

/** Distinct queries with all of a region's attributes that were scored. */
function countPrompts({runs}: SearchRecord, region: RegionSnapshot): number {
  const inside = runs
    .flatMap(({tracker}) => tracker.candidates)
    .filter((candidate) => candidate.score !== null && isIn(candidate, region));
  return new Set(inside.map(({prompt}) => prompt)).size;
}

export function* regionSeverityRows({search}: PlacedSearch): Generator<Row<"region_severities">> {
  for (const region of search.snapshot?.regions ?? [])
    for (const dimension of dimensionsOf(search, region)) yield {region: idOf(search, region.attributes), ...dimension};
}

export function* ablationRows({search}: PlacedSearch): Generator<Row<"region_ablations">> {
  for (const {attributes, ablations} of search.snapshot?.regions ?? [])
    for (const {attribute, n, violations, low, high} of ablations)
      yield {
        region: idOf(search, attributes),
        attribute,
        n,
        violations,
        rate: n === 0 ? null : violations / n,
        low: n === 0 ? null : low,
        high: n === 0 ? null : high
      };
}

/** What the search rules out, in words too. */
export function* exclusionRows({search}: PlacedSearch): Generator<Row<"exclusions">> {
  const {rubric, model, contrast = null, snapshot} = search;
  for (const exclusion of snapshot?.exclusions ?? [])
    yield {rubric, model, ...exclusion, level: exclusionLevel, statement: describeExclusion(exclusion, contrast)};
}

const exclusionLevel = 0.95;
const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;

function describeExclusion({kind, tests, sets, rate}: Exclusion, contrast: string | null): string {
  const only = contrast === null ? "" : ` without the contrast model, ${contrast}, failing too`;
  if (kind === "query") return `At most ${percent(rate)} of queries drawn at random fail${only}.`;
  const what = `${sets.toLocaleString("en")} ${kind}s met in at least ${tests} ${tests === 1 ? "query" : "queries"}`;
  return `None of the ${what} fails in more than ${percent(rate)} of them${only}.`;
}

const kinds = ["single", "pair", "triple", "set of four", "set of five"];
const kindOf = (attributes: readonly string[]): string => kinds[attributes.length - 1]!;

/** Confirmed regions first, measured on their fresh candidates; then attributes and pairs outside them. */
export function* estimateRows({search}: PlacedSearch): Generator<Row<"estimates">> {
  const {rubric, model, snapshot} = search;
  if (snapshot === undefined) return;
  const asked = search.runs.reduce((sum, {tracker}) => sum + tracker.candidates.length, 0);
  const trials = [...snapshot.setCounts()];
  const prior = fitPrior(trials.filter(({attributes}) => attributes.length === 1));
  const row = ({attributes, n, violations, share}: SetCount, region: string | null): Row<"estimates"> => {
    const a = (region === null ? prior.violations : 1) + violations;
    const b = (region === null ? prior.clean : 1) + n - violations;
    const [low, high] = [betaQuantile(0.025, a, b), betaQuantile(0.975, a, b)];
    const set = {attributes: [...attributes], kind: kindOf(attributes)};
    return {rubric, model, ...set, n, violations, rate: a / (a + b), low, high, share, region};
  };
  for (const {attributes, n, violations, candidates} of snapshot.regions)
    yield row({attributes, n, violations, share: candidates / asked}, idOf(search, attributes));
  for (const set of trials) yield row(set, null);
}

/**
 * A beta prior by the method of moments: its mean is the share of violations over all attributes; its weight falls with
 * the spread of their rates.
 */
function fitPrior(singles: readonly SetCount[]): {violations: number; clean: number} {
  const n = singles.reduce((sum, set) => sum + set.n, 0);
  const mean = (singles.reduce((sum, set) => sum + set.violations, 0) + 0.5) / (n + 1);
  let spread = 0;
  let noise = 0;
  for (const {n: trials, violations} of singles) {
    if (trials === 0) continue;
    spread += trials * (violations / trials - mean) ** 2;
    noise += mean * (1 - mean);
  }
  const variance = n === 0 ? 0 : Math.max(1e-6, (spread - noise) / n);
  const weight = Math.min(200, Math.max(2, (mean * (1 - mean)) / Math.max(variance, 1e-9) - 1));
  return {violations: mean * weight, clean: (1 - mean) * weight};
}
