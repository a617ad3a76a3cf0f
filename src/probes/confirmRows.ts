import {columnOf} from "../ui/columnTable.js";
import type {StudyManifest} from "../shared/manifest.js";
import {ascending, descending, groupsBy, inOrder} from "../ui/order.js";
import {rateOf} from "./probeRows.js";
import type {SampleTables} from "./samples.js";
import type {Row} from "../shared/schema.js";
import {wilson, type Proportion} from "../shared/statistics.js";

/** What the page of the step confirm says, from the rows of a study's tables. */

type Rate = Row<"rates">;
type Finding = Row<"findings">;

const ownBar = 0.5; // where a study sets none: it comes more often than not

/** The rate that the lower end of a finding's interval must beat, from the study's settings. */
export function confirmBar({settings}: Pick<StudyManifest, "settings">): number {
  return (settings.confirm as {bar?: number} | undefined)?.bar ?? ownBar;
}

export interface ConfirmedFinding extends Pick<Finding, "id" | "rubric" | "model" | "candidate" | "score" | "query"> {
  n: number;
  rate: number;
  low: number;
  high: number;
}

/** Findings that were sampled again, the surest first. */
export function confirmedFindings(findings: readonly Finding[]): ConfirmedFinding[] {
  const sampled = findings.filter(({confirmed_n}) => (confirmed_n ?? 0) > 0);
  const rows = sampled.map(({id, rubric, model, candidate, score, query, ...finding}) => ({
    ...{id, rubric, model, candidate, score, query},
    n: finding.confirmed_n!,
    rate: finding.confirmed_rate!,
    low: finding.confirmed_low!,
    high: finding.confirmed_high!
  }));
  return rows.sort(inOrder(descending("low"), descending("rate"), ascending("id")));
}

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
export function headline(findings: readonly Finding[], rates: readonly Rate[], bar: number): HeadlineRow[] {
  const groups = groupsBy(findings, ({rubric, model}) => `${rubric}\u0000${model}`);
  const rows = groups.map((own) => {
    const {rubric, model} = own[0]!;
    const isOutput = (row: Rate): boolean => row.step === "surf" && row.group === "output";
    const output = rates.find((row) => isOutput(row) && row.rubric === rubric && row.model === model);
    const sampled = own.filter(({confirmed_n}) => confirmed_n !== null).length;
    const held = own.filter(({confirmed_low}) => confirmed_low !== null && confirmed_low > bar).length;
    return {
      ...{rubric, model, sampled, held},
      output_rate: output?.rate ?? null,
      output_low: output?.low ?? null,
      output_high: output?.high ?? null,
      output_n: output?.n ?? null,
      findings: own.length,
      flagged: own.filter(({flagged}) => flagged).length,
      holding: {...wilson(held, sampled), n: sampled, unscored: 0, violations: held}
    };
  });
  return rows.sort(inOrder(ascending("rubric"), ascending("model")));
}

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
export function transfers(rates: readonly Rate[], prompts: readonly Row<"probe_prompts">[]): Transfer[] {
  const queryOf = new Map(prompts.map(({id, query}) => [id, query]));
  const asked = rates.filter(
    ({step, group, prompt, measure, n}) =>
      step === "confirm" && group === "prompt" && measure?.startsWith("rubric:") && n > 0 && queryOf.has(prompt!)
  );
  const groups = groupsBy(asked, ({item, rubric, model}) => JSON.stringify([item, rubric, model]));
  const rows = groups.map(([row]) => ({
    item: row!.item!,
    rubric: row!.rubric,
    query: queryOf.get(row!.prompt!)!,
    model: row!.model,
    ...rateOf(row!)
  }));
  return rows.sort(inOrder(ascending("item"), ascending("model")));
}

export interface JudgeRow {
  judge: string;
  measure: string;
  n: number;
  mean: number;
  agree: number; // samples that it puts on the same side of the threshold as the score that counts
}

/** What each judge of the step confirm said about the same samples; the thresholds are those of the manifest. */
export function judgesOf(
  {samples, measurements}: Pick<SampleTables, "samples" | "measurements">,
  rubrics: readonly {name: string; threshold: number}[]
): JudgeRow[] {
  const thresholds = new Map<string | null, number>(rubrics.map(({name, threshold}) => [name, threshold]));
  const of = <K extends keyof Row<"measurements">>(name: K) => columnOf<Row<"measurements">, K>(measurements, name);
  const [sample, measure, value, judge] = [of("sample"), of("measure"), of("value"), of("judge")];
  const step = columnOf<Row<"samples">, "step">(samples, "step");
  const rubric = columnOf<Row<"samples">, "rubric">(samples, "rubric");
  const violation = columnOf<Row<"samples">, "violation">(samples, "violation");
  const judges = new Map<string, JudgeRow & {sum: number}>();
  for (let row = 0; row < measurements.numRows; row++) {
    const [name, score, id] = [judge(row), value(row), sample(row)];
    const threshold = id < samples.numRows ? thresholds.get(rubric(id)) : undefined; // a report may end before
    if (name === null || score === null || threshold === undefined) continue;
    if (step(id) !== "confirm" || violation(id) === null) continue;
    const key = JSON.stringify([measure(row), name]);
    if (!judges.has(key)) judges.set(key, {judge: name, measure: measure(row), n: 0, mean: NaN, agree: 0, sum: 0});
    const own = judges.get(key)!;
    own.n++;
    own.sum += score;
    own.agree += Number(score > threshold === violation(id));
  }
  return [...judges.values()]
    .map(({sum, ...own}) => ({...own, mean: sum / own.n}))
    .sort(inOrder(ascending("measure"), ascending("judge")));
}
