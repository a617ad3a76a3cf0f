import type {Origin, Row} from "./schema.js";

/** How an item of the paper was measured, and so what a study needs to repeat it. */
export type Ready = "measured" | "traced" | "ablated" | "examples";

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
  {path: "appendix-d", item: "App. D", title: "A trace step by step", ready: "traced"},
  {path: "figure-8", item: "Fig. 8", title: "LaTeX calls for sympy", ready: "measured"},
  {path: "figure-9", item: "Fig. 9", title: "Extraction formatting shortens answers", ready: "measured"},
  {path: "figure-10", item: "Fig. 10", title: "Which samples teach rebuttal", ready: "ablated"},
  {path: "figure-11", item: "Fig. 11, 12", title: "Literary answers to plain questions", ready: "measured"},
  {path: "figure-13", item: "Fig. 13", title: "A keyword that is refused", ready: "traced"},
  {path: "figure-20", item: "Fig. 20, 21", title: "Two-part maths and its closing phrase", ready: "ablated"},
  {path: "figure-22", item: "Fig. 22, 23", title: "Steering over checkpoints and sizes", ready: "measured"},
  {path: "figure-25", item: "Fig. 25", title: "A grid of sums", ready: "measured"},
  {path: "table-2", item: "Table 2", title: "Rewrites of one sum", ready: "measured"},
  {path: "figure-26", item: "Fig. 26", title: "Examples in context", ready: "measured"},
  {path: "figure-27", item: "Fig. 27", title: "Robustness under a system prompt", ready: "measured"},
  {path: "figure-28", item: "Fig. 28, 29", title: "Example rewordings and the judge's scorecard", ready: "examples"},
  {
    path: "examples",
    item: "Fig. 2, 4, 14-19",
    title: "Example transcripts, and whether they recur",
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
    arms: Row<"arms">[];
    arm_cells: Row<"arm_cells">[];
    arm_rates: Row<"arm_rates">[]; // of findings, over all seeds
  }[];
}

export type MeasuredStudy = Measured["studies"][number];
