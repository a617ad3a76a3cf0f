import type {Row} from "../../src/shared/schema.js";
import {clusterMean, clusterRate, type Cluster} from "../../src/shared/statistics/clusters.js";
import {benjaminiHochberg} from "../../src/shared/statistics/corrections.js";
import {oddsRatio, pairedDifference} from "../../src/shared/statistics/differences.js";
import {addUp, cellsOf, groupCells, type GroupCell} from "./groups.js";
import type {ProbePrompt, ProbeRun} from "./probe-run.js";

type Comparison = Row<"comparisons">;

/** What is held equal on both sides, what is compared, and by what its prompts are paired. */
interface Axis {
  compares: Comparison["compares"];
  valueOf(cell: GroupCell, prompt: ProbePrompt): string;
  pairOf(cell: GroupCell, prompt: ProbePrompt, place: (prompt: ProbePrompt) => number): string;
  equal: readonly ("model" | "context" | "variant")[];
  baseline(run: ProbeRun): string | undefined;
}

const originalOf = (prompt: ProbePrompt): ProbePrompt => prompt.original ?? prompt;

const axes: readonly Axis[] = [
  {
    compares: "variant",
    valueOf: (_, {variant}) => variant,
    pairOf: (_, prompt, place) => String(place(originalOf(prompt))),
    equal: ["model", "context"],
    baseline: ({settings}) => (settings.wordings.length > 0 ? undefined : "original")
  },
  {
    compares: "wording",
    valueOf: (_, prompt) => originalOf(prompt).variant,
    pairOf: (_, {item}) => item,
    equal: ["model", "context"],
    baseline: ({settings}) => settings.wordings[0]?.name
  },
  {
    compares: "context",
    valueOf: ({context}) => context,
    pairOf: ({prompt}) => String(prompt),
    equal: ["model", "variant"],
    baseline: ({contexts}) => (contexts.length > 1 ? contexts[0]!.name : undefined)
  },
  {
    compares: "model",
    valueOf: ({model}) => model,
    pairOf: ({prompt}) => String(prompt),
    equal: ["context", "variant"],
    baseline: ({samples}) => samples.find((sample) => sample !== undefined)?.model
  }
];

/** Every comparison of some probes, with q values over all of them. */
export function comparisonRows(runs: readonly ProbeRun[]): Comparison[] {
  const rows = runs.flatMap((run) => {
    const cells = cellsOf(run);
    const places = new Map(run.prompts.map((prompt, i) => [prompt, i]));
    return axes.flatMap((axis) => compare(run, axis, cells, places));
  });
  const qs = benjaminiHochberg(rows.map(({p}) => p));
  return rows.map((row, i) => ({...row, q: qs[i]!}));
}

function compare(
  run: ProbeRun,
  axis: Axis,
  cells: readonly GroupCell[],
  places: ReadonlyMap<ProbePrompt, number>
): Comparison[] {
  const baseline = axis.baseline(run);
  if (baseline === undefined) return [];
  const prompt = (cell: GroupCell) => run.prompts[cell.prompt]!;
  const held = (cell: GroupCell) => axis.equal.map((key) => (key === "variant" ? prompt(cell).variant : cell[key]));
  const pairs = (cell: GroupCell) => axis.pairOf(cell, prompt(cell), (each) => places.get(each)!);
  const groups = groupCells(cells, (cell) => JSON.stringify([cell.measure, held(cell)]));
  return [...groups.values()].flatMap((group) => {
    const sides = groupCells(group, (cell) => axis.valueOf(cell, prompt(cell)));
    const first = sides.get(baseline);
    if (first === undefined) return [];
    return [...sides].flatMap(([compared, second]) =>
      compared === baseline ? [] : row(run, axis, {baseline, compared, first, second, pairs})
    );
  });
}

interface Sides {
  baseline: string;
  compared: string;
  first: readonly GroupCell[];
  second: readonly GroupCell[];
  pairs: (cell: GroupCell) => string;
}

function row(
  {settings, prompts}: ProbeRun,
  axis: Axis,
  {baseline, compared, first, second, pairs}: Sides
): Comparison[] {
  const [cell] = first as [GroupCell];
  const before = pooled(first, pairs);
  const after = pooled(second, pairs);
  const both = [...before].flatMap(([key, cluster]) => (after.has(key) ? [[cluster, after.get(key)!] as const] : []));
  if (both.length === 0) return []; // not one prompt in common
  const {difference, low, high, p, detectable, pairs: paired, method} = pairedDifference(both, cell.kind);
  const [a, b] = [both.map(([cluster]) => cluster), both.map(([, cluster]) => cluster)];
  const estimate = cell.kind === "rate" ? clusterRate : clusterMean;
  const odds = cell.kind === "rate" ? oddsRatio(a, b) : {ratio: null, low: null, high: null};
  const count = (clusters: readonly Cluster[]) => clusters.reduce((sum, {n}) => sum + n, 0);
  const held = (key: "model" | "context") => (axis.equal.includes(key) ? cell[key] : null);
  const values = {
    step: settings.step,
    probe: settings.name,
    measure: cell.measure,
    rubric: cell.rubric,
    compares: axis.compares,
    model: held("model"),
    context: held("context"),
    variant: axis.equal.includes("variant") ? prompts[cell.prompt]!.variant : null,
    baseline,
    compared,
    prompts: paired,
    n_baseline: count(a),
    n_compared: count(b),
    unscored: [...first, ...second].reduce((sum, {unscored}) => sum + unscored, 0),
    share: cell.kind === "rate",
    value_baseline: estimate(a).value,
    value_compared: estimate(b).value,
    method,
    difference,
    low,
    high,
    odds_ratio: odds.ratio,
    odds_low: odds.low,
    odds_high: odds.high,
    p,
    q: null,
    detectable
  };
  return [values];
}

/** The samples of each pair's side together: perturbations of one prompt are one. */
const pooled = (cells: readonly GroupCell[], keyOf: (cell: GroupCell) => string): Map<string, Cluster> =>
  new Map([...groupCells(cells, keyOf)].map(([key, group]) => [key, addUp(group)]));
