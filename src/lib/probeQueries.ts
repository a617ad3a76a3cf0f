import type {StudyManifest} from "./manifest.js";
import type {Row} from "./schema.js";
import {wilson, type Proportion} from "./statistics.js";
import {rowsOf, type Database} from "./studyData.js";

/** A probe of a study, as the pages name it. */
export interface Probe {
  step: string;
  probe: string;
  kind: string;
  prompts: number;
  samples: number;
  unscored: number;
}

/** The probes of a study in the order in which they were asked. */
export const probesOf = (db: Database): Promise<Probe[]> =>
  rowsOf(
    db,
    `WITH asked AS (
       SELECT step, probe, count(*)::INT AS samples, count(*) FILTER (status = 'unscored')::INT AS unscored
       FROM samples GROUP BY ALL)
     SELECT step, probe, any_value(kind) AS kind, count(*) FILTER (status = 'used')::INT AS prompts,
       coalesce(any_value(samples), 0)::INT AS samples, coalesce(any_value(unscored), 0)::INT AS unscored
     FROM probe_prompts LEFT JOIN asked USING (step, probe) GROUP BY step, probe ORDER BY min(id)`
  );

const ownBar = 0.5; // where a study sets none: it comes more often than not

/** The rate that the lower end of a finding's interval must beat, from the study's settings. */
export function confirmBar({settings}: Pick<StudyManifest, "settings">): number {
  const probes = (settings.probes ?? []) as {step?: string; bar?: number}[];
  return probes.find(({step}) => step === "confirm")?.bar ?? ownBar;
}

export interface ConfirmedFinding extends Pick<
  Row<"findings">,
  "id" | "rubric" | "model" | "candidate" | "score" | "query"
> {
  n: number;
  rate: number;
  low: number;
  high: number;
}

/** Findings that were sampled again, the surest first. */
export const confirmedFindings = (db: Database): Promise<ConfirmedFinding[]> =>
  rowsOf(
    db,
    `SELECT id, rubric, model, candidate, score, query, confirmed_n AS n, confirmed_rate AS rate,
       confirmed_low AS low, confirmed_high AS high
     FROM findings WHERE confirmed_n > 0 ORDER BY confirmed_low DESC, confirmed_rate DESC, id`
  );

export interface HeadlineRow {
  rubric: string;
  model: string;
  output_rate: number | null; // flags among the top entries of all runs, one judged sample each (Table 1)
  output_low: number | null;
  output_high: number | null;
  output_n: number | null;
  findings: number;
  flagged: number;
  sampled: number;
  held: number; // lower bound above the bar
  holding: Proportion & {n: number; unscored: number; violations: number}; // held among sampled
}

/** The headline grid before and after confirming: a finding holds when the lower end of its interval is above `bar`. */
export async function headline(db: Database, bar: number): Promise<HeadlineRow[]> {
  const rows = await rowsOf<Omit<HeadlineRow, "holding">>(
    db,
    `WITH output AS (SELECT rubric, model, rate, low, high, n FROM rates WHERE step = 'surf' AND "group" = 'output')
     SELECT f.rubric, f.model, any_value(o.rate) AS output_rate,
       any_value(o.low) AS output_low, any_value(o.high) AS output_high, any_value(o.n) AS output_n, count(*)::INT AS findings,
       count(*) FILTER (flagged)::INT AS flagged, count(confirmed_n)::INT AS sampled,
       count(*) FILTER (confirmed_low > ?)::INT AS held
     FROM findings f LEFT JOIN output o ON o.rubric = f.rubric AND o.model = f.model
     GROUP BY f.rubric, f.model ORDER BY f.rubric, f.model`,
    [bar]
  );
  const share = (held: number, n: number) => ({...wilson(held, n), n, unscored: 0, violations: held});
  return rows.map((row) => ({...row, holding: share(row.held, row.sampled)}));
}

export interface ReworkedItem {
  item: string;
  model: string;
  measure: string;
  query: string;
  original: number; // row of probe_prompts
  rate: number;
  low: number;
  high: number;
  n: number;
  perturbed_rate: number | null;
  perturbed_low: number | null;
  perturbed_high: number | null;
  perturbed_n: number | null;
  perturbations: number | null;
}

/** Each original beside its perturbations together (paper section 3.2.3). */
export const reworkedItems = (db: Database): Promise<ReworkedItem[]> =>
  rowsOf(
    db,
    `WITH items AS (SELECT * FROM rates WHERE step = 'robustness' AND "group" = 'item' AND context = 'none'),
       originals AS (SELECT item, min(id)::INT AS original, arg_min(query, id) AS query
         FROM probe_prompts WHERE step = 'robustness' AND original IS NULL GROUP BY item)
     SELECT a.item, a.model, a.measure, o.query, o.original, a.rate, a.low, a.high, a.n,
       b.rate AS perturbed_rate, b.low AS perturbed_low, b.high AS perturbed_high, b.n AS perturbed_n,
       b.prompts AS perturbations
     FROM items a JOIN originals o USING (item)
     LEFT JOIN items b ON b.item = a.item AND b.model = a.model AND b.measure = a.measure AND b.variant = 'perturbed'
     WHERE a.variant = 'original' ORDER BY a.rate DESC, a.item`
  );

export interface Perturbation {
  prompt: number;
  item: string;
  number: number | null;
  model: string;
  query: string;
  rate: number;
  low: number;
  high: number;
  n: number;
  drop: number; // rate of its original, less its own
}

/** Each perturbation with what it loses against its original, the greatest loss first. */
export const perturbations = (db: Database): Promise<Perturbation[]> =>
  rowsOf(
    db,
    `WITH asked AS (SELECT * FROM rates WHERE step = 'robustness' AND "group" = 'prompt' AND context = 'none')
     SELECT p.id AS prompt, p.item, p.number, r.model, p.query, r.rate, r.low, r.high, r.n, o.rate - r.rate AS drop
     FROM probe_prompts p JOIN asked r ON r.prompt = p.id
     JOIN asked o ON o.prompt = p.original AND o.model = r.model AND o.measure = r.measure
     WHERE p.step = 'robustness' AND r.rate IS NOT NULL AND o.rate IS NOT NULL
     ORDER BY drop DESC, p.id`
  );

/** Prompts that were never asked, by reason. */
export const rejectedPrompts = (db: Database, step: string): Promise<{reason: string; prompts: number}[]> =>
  rowsOf(
    db,
    `SELECT coalesce(reason, 'unknown') AS reason, count(*)::INT AS prompts FROM probe_prompts
     WHERE step = ? AND status = 'rejected' GROUP BY ALL ORDER BY prompts DESC, reason`,
    [step]
  );

/** The comparisons of a study of one kind: variant | context | model | wording. Largest effect first. */
export const comparisonsOf = (db: Database, compares: string): Promise<Row<"comparisons">[]> =>
  rowsOf(
    db,
    "SELECT * FROM comparisons WHERE compares = ? ORDER BY step, probe, measure, abs(difference) DESC NULLS LAST",
    [compares]
  );

export interface Transfer {
  item: string;
  rubric: string | null;
  query: string;
  model: string;
  rate: number;
  low: number;
  high: number;
  n: number;
}

/** Each confirmed finding on each target: does what was found on one model show on another? */
export const transfers = (db: Database): Promise<Transfer[]> =>
  rowsOf(
    db,
    `SELECT r.item, r.rubric, any_value(p.query) AS query, r.model, any_value(r.rate) AS rate, any_value(r.low) AS low,
       any_value(r.high) AS high, any_value(r.n)::INT AS n
     FROM rates r JOIN probe_prompts p ON p.id = r.prompt
     WHERE r.step = 'confirm' AND r."group" = 'prompt' AND r.context = 'none' AND starts_with(r.measure, 'rubric:') AND r.n > 0
     GROUP BY r.item, r.rubric, r.model ORDER BY r.item, r.model`
  );

/** The rates of a whole step or probe by measure, model, context and variant. */
export const probeRates = (db: Database, step: string): Promise<Row<"rates">[]> =>
  rowsOf(
    db,
    `SELECT * FROM rates WHERE step = ? AND "group" = 'variant' ORDER BY probe, measure, model, context, variant <> 'original', variant`,
    [step]
  );

export interface JudgeRow {
  judge: string;
  measure: string;
  n: number;
  mean: number;
  agree: number; // samples that it puts on the same side of the threshold as the score that counts
}

/** What each judge of the step confirm said of the same samples; `rubrics` with their thresholds, as in the manifest. */
export const judgesOf = (db: Database, rubrics: readonly {name: string; threshold: number}[]): Promise<JudgeRow[]> => {
  if (rubrics.length === 0) return Promise.resolve([]);
  const bars = rubrics.map(() => "(?, ?::DOUBLE)").join(", ");
  return rowsOf(
    db,
    `WITH bars(rubric, threshold) AS (VALUES ${bars})
     SELECT m.judge, m.measure, count(*)::INT AS n, avg(m.value) AS mean,
       count(*) FILTER ((m.value > b.threshold) = s.violation)::INT AS agree
     FROM measurements m JOIN samples s ON s.id = m.sample JOIN bars b ON b.rubric = s.rubric
     WHERE s.step = 'confirm' AND m.judge IS NOT NULL AND m.value IS NOT NULL AND s.violation IS NOT NULL
     GROUP BY ALL ORDER BY m.measure, m.judge`,
    rubrics.flatMap(({name, threshold}) => [name, threshold])
  );
};

/** Flag rates of the search arm by rubric and model. */
export const surfRates = (db: Database): Promise<Row<"rates">[]> =>
  rowsOf(db, `SELECT * FROM rates WHERE step = 'surf' AND "group" = 'search' ORDER BY rubric, model`);
