import type {Cluster} from "../../src/shared/statistics/clusters.js";
import type {Rubric} from "../util/rubric.js";
import {nameInTables, rubricOf, summaryOf} from "./measures/all.js";
import {isOfMisses, rubricInName} from "./measures/rubric.js";
import type {Measurement, ProbeRun, Sample} from "./probe-run.js";

/** What was measured of the samples of one prompt in one context by one model. */
export interface GroupCell {
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
export function cellsOf({settings, samples, prompts, summaries}: ProbeRun): GroupCell[] {
  const cells = new Map<string, GroupCell>();
  const measures = new Map(settings.measures.map((measure) => [nameInTables(measure), measure]));
  for (const sample of samples) {
    for (const measurement of sample?.measurements ?? []) {
      if (measurement.judge !== null || isOfMisses(measurement.measure)) continue;
      const measure = measures.get(measurement.measure);
      const elsewhere = summaries?.get(measurement.measure);
      const summary = elsewhere ?? (measure === undefined ? "rate" : summaryOf(measure));
      if (summary === "none") continue;
      const cell = cellOf(cells, sample!, measurement.measure, summary);
      const rubric = measure === undefined ? prompts[sample!.prompt]!.rubric : rubricOf(measure);
      add(cell, valueOf(measurement, rubric));
    }
  }
  return [...cells.values()];
}

function cellOf(cells: Map<string, GroupCell>, sample: Sample, measure: string, kind: GroupCell["kind"]): GroupCell {
  const {prompt, context, model} = sample;
  const key = [prompt, context, model, measure].join("\u0000");
  const known = cells.get(key);
  if (known !== undefined) return known;
  const cluster = {n: 0, sum: 0, squares: 0};
  const cell: GroupCell = {prompt, context, model, measure, rubric: rubricInName(measure), kind, unscored: 0, cluster};
  cells.set(key, cell);
  return cell;
}

/** A score counts as 1 above its rubric's threshold, else as 0. */
const valueOf = ({value}: Measurement, rubric: Rubric | null): number | null =>
  value === null || rubric === null ? value : Number(value > rubric.threshold);

function add(cell: GroupCell, value: number | null): void {
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
export function addUp(cells: readonly GroupCell[]): Required<Cluster> {
  const sums = {n: 0, sum: 0, squares: 0};
  for (const {cluster} of cells) {
    sums.n += cluster.n;
    sums.sum += cluster.sum;
    sums.squares += cluster.squares;
  }
  return sums;
}

/** Cells by key, in the order met. */
export function groupCells(
  cells: readonly GroupCell[],
  keyOf: (cell: GroupCell) => string | null
): Map<string, GroupCell[]> {
  const groups = new Map<string, GroupCell[]>();
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
