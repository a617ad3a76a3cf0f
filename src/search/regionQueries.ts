import type {Row} from "../shared/schema.js";
import {rowsOf, type Database} from "../ui/database.js";
import type {Search} from "./searches.js";

/** A region as pages show it: without its attribute ids and examples. */
export type RegionLine = Omit<Row<"regions">, "attributes" | "examples"> & {example: number | null};

/**
 * Regions of a search by rate times severity, or mean score: how often it fails, and how badly. A region in other words follows the
 * first of its meaning.
 */
export const regionsOf = (db: Database, {rubric, model}: Search): Promise<RegionLine[]> =>
  rowsOf(
    db,
    `SELECT * EXCLUDE (attributes, examples), examples[1] AS example FROM regions WHERE rubric = ? AND model = ?
     ORDER BY max(rate * coalesce(severity, score, 0)) OVER (PARTITION BY meaning) DESC, meaning, id != meaning,
       rate * coalesce(severity, score, 0) DESC, id`,
    [rubric, model]
  );

/** A region that was compared with a contrast model. */
export type ComparedRegion = RegionLine & {difference: number; difference_low: number; difference_high: number};

/** The regions that were compared with a contrast model; none without one. */
export const pairedOf = (regions: readonly RegionLine[]): ComparedRegion[] =>
  regions.filter((region): region is ComparedRegion => region.difference !== null);

/** The regions of all searches of a study that were compared with a contrast model, the largest difference first. */
export const comparedRegions = (rows: readonly Row<"regions">[]): RegionLine[] =>
  rows
    .map(({attributes: _, examples, ...region}) => ({...region, example: examples[0] ?? null}))
    .filter(({difference}) => difference !== null)
    .sort((a, b) => b.difference! - a.difference! || (a.id < b.id ? -1 : 1));

/** The region in words; of one that says what another says, so. */
export const nameOf = ({id, meaning, description}: Pick<RegionLine, "id" | "meaning" | "description">): string =>
  id === meaning ? description : `in other words: ${description}`;

/** How bad the failures of a region are in one dimension. */
export interface SeverityLine {
  region: string;
  dimension: string;
  n: number;
  unscored: number;
  mean: number | null;
}

/** How bad the failures of each region of a search are, by dimension; empty without dimensions of severity. */
export const severitiesOf = (db: Database, {rubric, model}: Search): Promise<SeverityLine[]> =>
  rowsOf(
    db,
    `SELECT r.description AS region, s.dimension, s.n, s.unscored, s.mean
     FROM region_severities s JOIN regions r ON r.id = s.region WHERE r.rubric = ? AND r.model = ?
     ORDER BY r.rate * coalesce(r.severity, 0) DESC, r.id, s.dimension`,
    [rubric, model]
  );

export interface AblationLine {
  region: string;
  attribute: string;
  n: number;
  violations: number;
  rate: number | null;
  low: number | null;
  high: number | null;
}

/** What becomes of each region without one of its attributes. */
export const ablationsOf = (db: Database, {rubric, model}: Search): Promise<AblationLine[]> =>
  rowsOf(
    db,
    `SELECT r.description AS region, a.attribute, b.n, b.violations, b.rate, b.low, b.high
     FROM region_ablations b JOIN regions r ON r.id = b.region JOIN attributes a ON a.id = b.attribute
     WHERE r.rubric = ? AND r.model = ? ORDER BY r.id, b.rate`,
    [rubric, model]
  );

export interface PurposeShare {
  iteration: number;
  purpose: string;
  n: number;
  share: number; // of the iteration's candidates, 0-1
  flagged: number;
}

/** What the candidates of each iteration were for. Empty where the sampler has no purposes. */
export const purposeShares = (db: Database, {rubric, model}: Search): Promise<PurposeShare[]> =>
  rowsOf(
    db,
    `WITH counts AS (
       SELECT iteration, purpose, count(*)::INT AS n, (count(*) FILTER (flagged))::INT AS flagged FROM candidates
       WHERE rubric = ? AND model = ? AND purpose IS NOT NULL GROUP BY iteration, purpose)
     SELECT *, (n / sum(n) OVER (PARTITION BY iteration))::DOUBLE AS share FROM counts ORDER BY iteration, purpose`,
    [rubric, model]
  );

export interface EstimateLine {
  description: string;
  kind: string;
  n: number;
  violations: number;
  rate: number;
  low: number;
  high: number;
  share: number;
  region: string | null;
}

/** What an adaptive search believes of attributes and pairs, the highest lower ends first. */
export const estimatesOf = (db: Database, {rubric, model}: Search): Promise<EstimateLine[]> =>
  rowsOf(
    db,
    `WITH parts AS (
       SELECT row_number() OVER () AS line, unnest(attributes) AS attribute, * EXCLUDE (attributes) FROM estimates
       WHERE rubric = ? AND model = ?)
     SELECT string_agg(a.attribute, ' + ' ORDER BY a.id) AS description, any_value(kind) AS kind, any_value(n) AS n,
       any_value(violations) AS violations, any_value(rate) AS rate, any_value(low) AS low, any_value(high) AS high,
       any_value(share) AS share, any_value(region) AS region
     FROM parts p JOIN attributes a ON a.id = p.attribute GROUP BY line ORDER BY low DESC, description LIMIT 500`,
    [rubric, model]
  );

/** A line of what a search rules out. */
export type ExclusionLine = Pick<Row<"exclusions">, "kind" | "tests" | "sets" | "share" | "rate" | "statement">;

/** What the trials of a search rule out; empty where the sampler is not adaptive. */
export const exclusionsOf = (db: Database, {rubric, model}: Search): Promise<ExclusionLine[]> =>
  rowsOf(db, "SELECT kind, tests, sets, share, rate, statement FROM exclusions WHERE rubric = ? AND model = ?", [
    rubric,
    model
  ]);
