import type {Row} from "../shared/schema.js";
import {wilson} from "../shared/statistics.js";
import {had} from "../candidates/filters.js";
import {rowsOf, type Database} from "../ui/database.js";
import type {Search} from "./searches.js";

/** One search, or one run of it. */
export interface Chosen extends Search {
  run: number | null; // null: all runs
}

const condition = "rubric = ? AND model = ? AND (? < 0 OR run = ?)";
const parametersOf = ({rubric, model, run}: Chosen): (string | number)[] => [rubric, model, run ?? -1, run ?? -1];

export const scoreBin = 5; // points of score in a cell

export interface ScoreCell {
  iteration: number;
  score: number; // lower edge of the cell
  n: number;
}

/** Scored candidates of the search arm by iteration and score. */
export const scoreCells = (db: Database, chosen: Chosen): Promise<ScoreCell[]> =>
  rowsOf(
    db,
    `SELECT iteration, least(floor(score / ${scoreBin}) * ${scoreBin}, ${100 - scoreBin}) AS score, count(*)::INT AS n
     FROM candidates WHERE ${condition} AND arm = 'search' AND score IS NOT NULL GROUP BY ALL ORDER BY ALL`,
    parametersOf(chosen)
  );

export interface ArmIteration {
  iteration: number;
  arm: string;
  n: number;
  unscored: number;
  rate: number | null;
  low: number | null;
  high: number | null;
  mean: number | null;
}

/** Flag rate and mean score by iteration and arm, over the chosen runs. */
export async function armIterations(db: Database, chosen: Chosen): Promise<ArmIteration[]> {
  const rows = await rowsOf<ArmIteration & {violations: number}>(
    db,
    `SELECT iteration, arm, sum(n)::INT AS n, sum(unscored)::INT AS unscored, sum(violations)::INT AS violations,
       sum(mean * n) / nullif(sum(n), 0) AS mean
     FROM iterations WHERE ${condition} GROUP BY ALL ORDER BY ALL`,
    parametersOf(chosen)
  );
  return rows.map(({violations, ...row}) => ({...row, ...wilson(violations, row.n)}));
}

/** What a search asked, if its queries are prompts of a corpus or were checked. */
export interface PromptUse {
  candidates: number;
  prompts: number; // distinct ones
  checked: number; // candidates of whose query it is known what it has
  coverage: number | null; // mean share of the drawn attributes that a query has; null where nobody knows
}

export async function promptUse(db: Database, chosen: Chosen): Promise<PromptUse> {
  const [use] = await rowsOf<PromptUse>(
    db,
    `SELECT count(*)::INT AS candidates, count(DISTINCT prompt)::INT AS prompts, count(coverage)::INT AS checked, avg(coverage) AS coverage
     FROM candidates WHERE ${condition}`,
    parametersOf(chosen)
  );
  return use!;
}

export interface BufferTop {
  run: number;
  iteration: number;
  top: number;
}

/** The best score in each run's replay buffer, by iteration. */
export const bufferTops = (db: Database, chosen: Chosen): Promise<BufferTop[]> =>
  rowsOf(
    db,
    `SELECT run, iteration, buffer_top AS top FROM iterations
     WHERE ${condition} AND arm = 'search' AND buffer_top IS NOT NULL ORDER BY run, iteration`,
    parametersOf(chosen)
  );

/** A run's replay buffer after every iteration. */
export const bufferEntries = (db: Database, chosen: Chosen): Promise<Row<"buffer">[]> =>
  rowsOf(db, `SELECT * FROM buffer WHERE ${condition} ORDER BY iteration, rank`, parametersOf(chosen));

export interface AttributeRow {
  id: number;
  attribute: string;
  uses: number;
  scored: number;
  mean: number | null;
  difference: number | null; // to the mean score of all scored candidates of the choice
  probability: number; // P(a) after the last iteration, mean over the chosen runs
  rise: number; // P(a) after the last iteration less P(a) after the first, mean over the chosen runs
}

/** Every attribute of the chosen runs: uses, scores and weight, heaviest first. */
export const attributeRows = (db: Database, chosen: Chosen): Promise<AttributeRow[]> =>
  rowsOf(
    db,
    `WITH chosen AS (SELECT * FROM attribute_weights WHERE ${condition}),
       ends AS (SELECT run, min(iteration) AS first, max(iteration) AS last FROM chosen GROUP BY run),
       used AS (
         SELECT attribute, run, arg_max(uses, iteration) AS uses, arg_max(scored, iteration) AS scored,
           arg_max(mean_score, iteration) AS mean FROM chosen GROUP BY attribute, run),
       totals AS (
         SELECT attribute, sum(uses)::INT AS uses, sum(scored)::INT AS scored,
           sum(mean * scored) / nullif(sum(scored), 0) AS mean FROM used GROUP BY attribute),
       weights AS (
         SELECT attribute, sum(probability) FILTER (iteration = last) / (SELECT count(*) FROM ends) AS probability,
           sum(probability) FILTER (iteration = first) / (SELECT count(*) FROM ends) AS first
         FROM chosen JOIN ends USING (run) GROUP BY attribute),
       overall AS (SELECT avg(score) AS mean FROM candidates WHERE ${condition})
     SELECT a.id, a.attribute, t.uses, t.scored, t.mean, t.mean - (SELECT mean FROM overall) AS difference,
       coalesce(w.probability, 0) AS probability, coalesce(w.probability, 0) - coalesce(w.first, 0) AS rise
     FROM totals t JOIN weights w USING (attribute) JOIN attributes a ON a.id = t.attribute
     ORDER BY probability DESC, t.mean DESC NULLS LAST, a.id`,
    [...parametersOf(chosen), ...parametersOf(chosen)]
  );

export interface WeightPoint {
  id: number;
  iteration: number;
  probability: number; // mean over the chosen runs
}

/** P(a) of some attributes after each iteration, mean over the chosen runs that did it. */
export const weightPoints = (db: Database, chosen: Chosen, ids: readonly number[]): Promise<WeightPoint[]> =>
  rowsOf(
    db,
    `WITH chosen AS (SELECT * FROM attribute_weights WHERE ${condition}),
       runs AS (SELECT iteration, count(DISTINCT run) AS runs FROM chosen GROUP BY iteration),
       wanted AS (SELECT unnest([${ids.map((id) => Math.trunc(id)).join(", ")}]::INT[]) AS attribute)
     SELECT attribute AS id, iteration, coalesce(sum(probability), 0) / any_value(runs) AS probability
     FROM runs CROSS JOIN wanted LEFT JOIN chosen USING (iteration, attribute) GROUP BY ALL ORDER BY ALL`,
    parametersOf(chosen)
  );

export interface Example {
  id: number;
  score: number;
  arm: string;
  run: number;
  query: string;
}

/** The best-scored candidates with an attribute. */
export const examplesOf = (db: Database, chosen: Chosen, attribute: number): Promise<Example[]> =>
  rowsOf(
    db,
    `SELECT id, score, arm, run, query FROM candidates
     WHERE ${condition} AND score IS NOT NULL AND list_contains(${had}, ?::INT) ORDER BY score DESC, id LIMIT 12`,
    [...parametersOf(chosen), attribute]
  );
