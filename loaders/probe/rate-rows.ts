import type {Row} from "../../src/shared/schema.js";
import {clusterMean, clusterRate, type Cluster, type Estimate} from "../../src/shared/statistics/clusters.js";
import {roganGladen, type JudgeErrors} from "../../src/shared/statistics/corrections.js";
import {addUp, cellsOf, groupCells, type GroupCell} from "./groups.js";
import type {ProbePrompt, ProbeRun} from "./probe-run.js";

type RateGroup = "prompt" | "item" | "cell" | "variant";

/** What a row of `rates` or `means` says of its group. */
interface Labels {
  group: RateGroup;
  prompt: number | null;
  item: string | null;
  variant: string | null;
  row: string | null;
  column: string | null;
}

/** How judges err, by rubric: only then are rates corrected. */
export type ErrorsOf = (rubric: string) => JudgeErrors | undefined;

/** Rates and means of a probe by prompt, item, cell of its grid and variant, each by context, model and measure. */
export function groupRows(run: ProbeRun, firstPrompt: number, errorsOf: ErrorsOf) {
  const cells = cellsOf(run);
  const rates: Row<"rates">[] = [];
  const means: Row<"means">[] = [];
  for (const [group, labelsOf] of groupings(run, firstPrompt)) {
    const labels = new Map<string, Labels>();
    const groups = groupCells(cells, (cell) => {
      const own = labelsOf(run.prompts[cell.prompt]!, cell.prompt);
      if (own === null) return null;
      const key = JSON.stringify([own, cell.context, cell.model, cell.measure]);
      labels.set(key, {group, ...own});
      return key;
    });
    for (const [key, members] of groups) {
      const [first] = members as [GroupCell];
      if (first.kind === "rate") rates.push(rateRow(run, labels.get(key)!, members, errorsOf));
      else means.push(meanRow(run, labels.get(key)!, members));
    }
  }
  return {rates, means};
}

type LabelsOf = (prompt: ProbePrompt, index: number) => Omit<Labels, "group"> | null;

function groupings({prompts}: ProbeRun, firstPrompt: number): [RateGroup, LabelsOf][] {
  const none = {prompt: null, item: null, variant: null, row: null, column: null};
  const several = prompts.some(({original}) => original !== null) || prompts.some(({number}) => number !== null);
  const list: [RateGroup, LabelsOf][] = [
    ["variant", ({variant}) => ({...none, variant})],
    ["prompt", ({item, variant, row, column}, i) => ({prompt: firstPrompt + i, item, variant, row, column})],
    ["cell", ({variant, row, column}) => (row === null && column === null ? null : {...none, variant, row, column})]
  ];
  if (several) list.push(["item", ({item, variant, row, column}) => ({...none, item, variant, row, column})]);
  return list;
}

function shared({settings}: ProbeRun, labels: Labels, members: readonly GroupCell[]) {
  const [{measure, rubric, model, context}] = members as [GroupCell];
  const prompts = members.filter(({cluster}) => cluster.n > 0).length;
  const n = members.reduce((sum, {cluster}) => sum + cluster.n, 0);
  const unscored = members.reduce((sum, cell) => sum + cell.unscored, 0);
  return {step: settings.step, ...labels, rubric, model, probe: settings.name, measure, context, prompts, n, unscored};
}

/** Samples that share an origin, together: prompts made from one are not independent. Within an item, by prompt. */
function clustersOf({prompts}: ProbeRun, {group}: Labels, members: readonly GroupCell[]): Cluster[] {
  if (group === "prompt" || group === "item") return members.map(({cluster}) => cluster);
  return [...groupCells(members, ({prompt}) => prompts[prompt]!.item).values()].map((cells) => addUp(cells));
}

function rateRow(run: ProbeRun, labels: Labels, members: readonly GroupCell[], errorsOf: ErrorsOf): Row<"rates"> {
  const estimate = clusterRate(clustersOf(run, labels, members));
  const violations = members.reduce((sum, {cluster}) => sum + cluster.sum, 0);
  const {value, low, high, method} = estimate;
  return {
    ...shared(run, labels, members),
    violations,
    rate: value,
    low,
    high,
    method,
    ...corrected(estimate, members[0]!.rubric, errorsOf)
  };
}

function corrected({value, effective}: Estimate, rubric: string | null, errorsOf: ErrorsOf) {
  const errors = rubric === null || value === null ? undefined : errorsOf(rubric);
  if (errors === undefined) return {corrected: null, corrected_low: null, corrected_high: null};
  const {rate, low, high} = roganGladen(value!, effective, errors);
  return {corrected: rate, corrected_low: low, corrected_high: high};
}

function meanRow(run: ProbeRun, labels: Labels, members: readonly GroupCell[]): Row<"means"> {
  const {value, low, high, method} = clusterMean(clustersOf(run, labels, members));
  return {...shared(run, labels, members), mean: value, low, high, method};
}
