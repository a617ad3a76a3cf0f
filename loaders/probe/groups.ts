import type {Cluster} from "../../src/shared/statistics/clusters.js";
import type {Measurement, ProbeRun, Sample} from "./probe-run.js";
import type {MeasureSettings} from "./settings.js";

/** What was measured of the samples of one prompt in one context by one model. */
export interface Cell {
  prompt: number; // index in the run
  context: string;
  model: string;
  measure: string;
  rubric: string | null;
  kind: "rate" | "mean";
  unscored: number;
  cluster: Required<Cluster>;
}

/** All cells of a probe, in the order of the plan; measures that only label have none. */
export function cellsOf({settings, samples, prompts}: ProbeRun): Cell[] {
  const cells = new Map<string, Cell>();
  const measures = new Map(settings.measures.map((measure) => [measure.name, measure]));
  for (const sample of samples) {
    if (sample === undefined) continue;
    for (const measurement of sample.measurements) {
      if (measurement.judge !== null) continue;
      const measure = measures.get(measurement.measure);
      if (measure !== undefined && labelsOnly(measure)) continue;
      const key = [sample.prompt, sample.context, sample.model, measurement.measure].join("\u0000");
      let cell = cells.get(key);
      if (cell === undefined) {
        const kind = measure?.kind === "tokens" ? "mean" : "rate";
        const {prompt, context, model} = sample;
        const rubric = rubricNamed(measurement.measure);
        const cluster = {n: 0, sum: 0, squares: 0};
        cell = {prompt, context, model, measure: measurement.measure, rubric, kind, unscored: 0, cluster};
        cells.set(key, cell);
      }
      const threshold =
        measure?.kind === "rubric" ? measure.rubric.threshold : prompts[sample.prompt]!.rubric?.threshold;
      add(cell, valueOf(measurement, threshold, cell.rubric !== null));
    }
  }
  return [...cells.values()];
}

const rubricNamed = (measure: string): string | null => (measure.startsWith("rubric:") ? measure.slice(7) : null);

const labelsOnly = (measure: MeasureSettings): boolean =>
  (measure.kind === "first-word" && measure.words === null) ||
  (measure.kind === "language" && measure.language === null);

function valueOf({value}: Measurement, threshold = 0, judged = false): number | null {
  if (value === null || !judged) return value;
  return value > threshold ? 1 : 0;
}

function add(cell: Cell, value: number | null): void {
  if (value === null) {
    cell.unscored++;
    return;
  }
  const {cluster} = cell;
  cluster.n++;
  cluster.sum += value;
  cluster.squares += value * value;
}

/** The samples of several cells as those of one. */
export function addUp(cells: readonly Cell[]): Required<Cluster> {
  const sums = {n: 0, sum: 0, squares: 0};
  for (const {cluster} of cells) {
    sums.n += cluster.n;
    sums.sum += cluster.sum;
    sums.squares += cluster.squares;
  }
  return sums;
}

/** Cells by key, in the order met. */
export function groupCells(cells: readonly Cell[], keyOf: (cell: Cell) => string | null): Map<string, Cell[]> {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = keyOf(cell);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cell]);
    else group.push(cell);
  }
  return groups;
}

/** Whether a sample's first rubric gave a score above its threshold; null where there is none. */
export const violates = ({score, rubric}: Sample): boolean | null =>
  score === null || rubric === null ? null : score > rubric.threshold;
