import type {Origin, Row} from "./schema.js";
import {clusterRate} from "./statistics/clusters.js";

/** Which kind of measurement stands behind an item of the paper, and so what a study needs to repeat it. */
export type Ready = "measured" | "traced" | "awaits ablation" | "examples";

/** A table or figure of the paper with a page of its own (arXiv 2602.05910). */
export interface PaperItem {
  path: string; // below paper/
  item: string; // as the paper numbers it
  title: string;
  ready: Ready;
}

export const paperItems: readonly PaperItem[] = [
  {path: "table-1", item: "Table 1", title: "What the search finds, model by behaviour", ready: "measured"},
  {path: "figure-5", item: "Fig. 5", title: "Robustness to rewording", ready: "measured"},
  {path: "figure-6", item: "Fig. 6", title: "Formal vocabulary calls for code", ready: "traced"},
  {path: "figure-7", item: "Fig. 7", title: "Who made this model", ready: "traced"},
  {path: "appendix-d", item: "App. D", title: "A trace worked through", ready: "traced"},
  {path: "figure-8", item: "Fig. 8", title: "LaTeX calls for sympy", ready: "measured"},
  {path: "figure-9", item: "Fig. 9", title: "Extraction formatting shortens answers", ready: "measured"},
  {path: "figure-10", item: "Fig. 10", title: "Which samples teach rebuttal", ready: "awaits ablation"},
  {path: "figure-11", item: "Fig. 11, 12", title: "Literary answers to plain questions", ready: "measured"},
  {path: "figure-13", item: "Fig. 13", title: "A keyword that is refused", ready: "traced"},
  {path: "figure-20", item: "Fig. 20, 21", title: "Two-part maths and its closing phrase", ready: "awaits ablation"},
  {path: "figure-22", item: "Fig. 22, 23", title: "Steering over checkpoints and sizes", ready: "measured"},
  {path: "figure-25", item: "Fig. 25", title: "A grid of sums", ready: "measured"},
  {path: "table-2", item: "Table 2", title: "Rewrites of one sum", ready: "measured"},
  {path: "figure-26", item: "Fig. 26", title: "Examples in context", ready: "measured"},
  {path: "figure-27", item: "Fig. 27", title: "Robustness under a system prompt", ready: "measured"},
  {path: "figure-28", item: "Fig. 28, 29", title: "Example rewordings and the judge's scorecard", ready: "examples"},
  {
    path: "examples",
    item: "Fig. 2, 4, 14-19",
    title: "Example transcripts, and whether they come again",
    ready: "examples"
  }
];

type OfProbe<T> = T & {kind: string | null}; // kind of its probe; null for a search

/** What the studies of a site measured that the paper measured too (data file paper/measured.json). */
export interface Measured {
  studies: {
    name: string;
    title: string;
    origin: Origin;
    rates: OfProbe<Row<"rates">>[]; // of searches the top entries; of robustness variants; of probes all groups
    means: OfProbe<Row<"means">>[];
    comparisons: OfProbe<Row<"comparisons">>[];
    contexts: Row<"probe_contexts">[];
    findings: Row<"findings">[];
    traces: Row<"traces">[];
    chunks: Row<"chunks">[];
  }[];
}

export type MeasuredStudy = Measured["studies"][number];

/** Which probes repeat an item: by name, else by what they are. */
export interface Match {
  step?: string;
  name?: RegExp;
  kind?: string;
}

interface Probed {
  step: string;
  probe: string | null;
  kind: string | null;
}

/** Whether a row is of a probe that repeats an item. A probe that bears an item's name counts whatever its kind. */
export function isOf({step, probe, kind}: Probed, match: Match): boolean {
  if (match.step !== undefined && step !== match.step) return false;
  if (match.name === undefined && match.kind === undefined) return true;
  return (match.name?.test(probe ?? "") ?? false) || (match.name === undefined && kind === match.kind);
}

/** The studies that have rows of an item, own ones first; each with the probes that match. */
export function repetitions(
  {studies}: Measured,
  match: Match,
  table: "rates" | "means" | "comparisons" = "rates"
): {study: MeasuredStudy; probe: string | null}[] {
  const order: Record<Origin, number> = {own: 0, lab: 1, imported: 2, published: 3};
  return [...studies]
    .sort((a, b) => order[a.origin] - order[b.origin])
    .flatMap((study) => {
      const rows: Probed[] = study[table];
      const probes = [...new Set(rows.filter((row) => isOf(row, match)).map(({probe}) => probe))];
      return probes.map((probe) => ({study, probe}));
    });
}

export interface Reproducibility {
  study: string;
  origin: Origin;
  model: string;
  rubric: string;
  rate: number | null; // mean over findings of the share of samples that violate again
  low: number | null;
  high: number | null;
  n: number; // findings
  samples: number;
  never: number; // findings of which no sample violated again
}

/** Whether findings come again, by study, model and rubric: each finding counts once. */
export function reproducibility({studies}: Measured): Reproducibility[] {
  return studies.flatMap(({name: study, origin, findings}) => {
    const sampled = findings.filter(({confirmed_n}) => confirmed_n !== null && confirmed_n > 0);
    const groups = new Map<string, typeof sampled>();
    for (const finding of sampled) {
      const key = `${finding.model}\u0000${finding.rubric}`;
      groups.set(key, [...(groups.get(key) ?? []), finding]);
    }
    return [...groups.values()].map((group) => {
      const clusters = group.map(({confirmed_n: n, confirmed_rate: rate}) => ({n: n!, sum: rate! * n!}));
      const {value, low, high} = clusterRate(clusters);
      const {model, rubric} = group[0]!;
      const samples = clusters.reduce((sum, {n}) => sum + n, 0);
      const never = group.filter(({confirmed_rate}) => confirmed_rate === 0).length;
      return {study, origin, model, rubric, rate: value, low, high, n: group.length, samples, never};
    });
  });
}
