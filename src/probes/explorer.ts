import {addressOf} from "../ui/address.js";
import {clusterMean, clusterRate} from "../shared/statistics/clusters.js";
import {type SqlCondition, rowsOf, type Database} from "../ui/database.js";

/** What the samples of a probe can be told apart by. */
export const dimensions = {
  item: "item",
  variant: "variant",
  row: "row",
  column: "column",
  context: "context",
  model: "model"
} as const;
export type Dimension = keyof typeof dimensions;

const columnOf: Record<Dimension, string> = {
  item: "p.item",
  variant: "p.variant",
  row: 'p."row"',
  column: 'p."column"',
  context: "s.context",
  model: "s.model"
};

/** A measure of a probe: a share of samples that hold, or a mean. */
export interface Measure {
  measure: string;
  isShare: boolean;
  n: number;
}

/** A rubric and the score above which it is violated. */
export interface Bar {
  name: string;
  threshold: number;
}

/** Every measured value as a CTE: `samples` has the first rubric, `measurements` the others and other measures. */
function measuredBy(bars: readonly Bar[]): SqlCondition {
  const rows = [{name: "", threshold: 0}, ...bars];
  return {
    sql: `bars(measure, threshold) AS (VALUES ${rows.map(() => "(?, ?::DOUBLE)").join(", ")}),
     measured AS (
       SELECT id AS sample, 'rubric:' || rubric AS measure, violation::INT::DOUBLE AS value FROM samples
       WHERE rubric IS NOT NULL
       UNION ALL
       SELECT m.sample, m.measure, CASE WHEN b.threshold IS NULL THEN m.value ELSE (m.value > b.threshold)::INT END
       FROM measurements m LEFT JOIN bars b ON b.measure = m.measure WHERE m.judge IS NULL)`,
    parameters: rows.flatMap(({name, threshold}) => [`rubric:${name}`, threshold])
  };
}

/** The measures of a probe, judged ones first; one that only labels its answers is left out. */
export function measuresOf(db: Database, step: string, probe: string, bars: readonly Bar[]): Promise<Measure[]> {
  const measured = measuredBy(bars);
  return rowsOf(
    db,
    `WITH ${measured.sql}
     SELECT measure, coalesce(bool_and(value IN (0, 1)), true) AS "isShare", count(value)::INT AS n
     FROM measured JOIN samples s ON s.id = measured.sample WHERE s.step = ? AND s.probe = ?
     GROUP BY measure HAVING count(value) > 0 ORDER BY NOT starts_with(measure, 'rubric:'), measure`,
    [...measured.parameters, step, probe]
  );
}

/** How many values each dimension of a probe has; one with a single value tells nothing apart. */
export async function spread(db: Database, step: string, probe: string): Promise<Record<Dimension, string[]>> {
  const names = Object.keys(dimensions) as Dimension[];
  const lists = names.map((name) => `list(DISTINCT ${columnOf[name]} ORDER BY ${columnOf[name]}) AS "${name}"`);
  const [row] = await rowsOf<Record<Dimension, Iterable<string | null> | null>>(
    db,
    `SELECT ${lists.join(", ")} FROM samples s JOIN probe_prompts p ON p.id = s.prompt
     WHERE s.step = ? AND s.probe = ?`,
    [step, probe]
  );
  return Object.fromEntries(
    names.map((name) => [name, [...(row?.[name] ?? [])].filter((value) => value !== null)])
  ) as Record<Dimension, string[]>;
}

export interface Question {
  step: string;
  probe: string;
  measure: Measure;
  rows: Dimension;
  columns: Dimension | null;
  facet: Dimension | null;
  model: string; // "" for all
  context: string;
}

export interface Group {
  rows: string;
  columns: string | null;
  facet: string | null;
  prompts: number;
  n: number;
  unscored: number;
  value: number | null; // share, 0-1, or mean
  low: number | null;
  high: number | null;
  method: string;
}

interface PromptSum {
  rows: string | null;
  columns: string | null;
  facet: string | null;
  prompts: number;
  n: number;
  unscored: number;
  sum: number;
  squares: number;
}

/** The groups of a question with their 95% intervals: over what the prompts derive from, if there are several. */
export async function groupsOf(db: Database, question: Question, bars: readonly Bar[]): Promise<Group[]> {
  const {step, probe, measure, rows, columns, facet, model, context} = question;
  const column = (name: Dimension | null) => (name === null ? "NULL" : columnOf[name]);
  const filters: [string, string][] = [
    ["s.model = ?", model],
    ["s.context = ?", context]
  ];
  const given = filters.filter(([, value]) => value !== "");
  // Prompts of one origin are alike: within an origin each prompt is one draw, over several each origin is.
  const cluster = [rows, columns, facet].includes("item") ? "s.prompt" : "p.item";
  const measured = measuredBy(bars);
  const sums = await rowsOf<PromptSum>(
    db,
    `WITH ${measured.sql}
     SELECT ${column(rows)} AS "rows", ${column(columns)} AS "columns", ${column(facet)} AS facet,
       count(DISTINCT s.prompt)::INT AS prompts, count(m.value)::INT AS n, (count(*) - count(m.value))::INT AS unscored,
       coalesce(sum(m.value), 0)::DOUBLE AS sum, coalesce(sum(m.value * m.value), 0)::DOUBLE AS squares
     FROM samples s JOIN probe_prompts p ON p.id = s.prompt
     JOIN measured m ON m.sample = s.id AND m.measure = ?
     WHERE s.step = ? AND s.probe = ? ${given.map(([condition]) => `AND ${condition}`).join(" ")}
     GROUP BY 1, 2, 3, ${cluster} ORDER BY min(p.id), min(s.id)`,
    [...measured.parameters, measure.measure, step, probe, ...given.map(([, value]) => value)]
  );
  return [...gather(sums).values()].map((prompts) => toGroup(prompts, measure.isShare));
}

function gather(sums: readonly PromptSum[]): Map<string, PromptSum[]> {
  const groups = new Map<string, PromptSum[]>();
  for (const sum of sums) {
    const key = JSON.stringify([sum.rows, sum.columns, sum.facet]);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key)!.push(sum);
  }
  return groups;
}

function toGroup(prompts: readonly PromptSum[], isShare: boolean): Group {
  const {rows, columns, facet} = prompts[0]!;
  const {value, low, high, method} = isShare ? clusterRate(prompts) : clusterMean(prompts);
  const total = (key: "n" | "unscored" | "prompts") => prompts.reduce((sum, prompt) => sum + prompt[key], 0);
  return {
    rows: rows ?? "none",
    columns,
    facet,
    prompts: total("prompts"),
    n: total("n"),
    unscored: total("unscored"),
    value,
    low,
    high,
    method
  };
}

/** What the explorer looks at, as asked for: checked against what the probe has. */
export interface ExplorerView {
  probe: string; // step/probe
  measure: string;
  rows: string;
  columns: string;
  facet: string;
  model: string;
  context: string;
}

const emptyExplorerView: ExplorerView = {
  probe: "",
  measure: "",
  rows: "",
  columns: "",
  facet: "",
  model: "",
  context: ""
};

/** The view in the address of the probes page. */
export const explorerAddress = addressOf(emptyExplorerView, {
  names: {probe: "p", measure: "m", rows: "r", columns: "c", facet: "f", model: "in", context: "at"}
});
