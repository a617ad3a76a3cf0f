import type {Cluster} from "../../src/shared/statistics/clusters.js";
import {nameOfRubric} from "../probe/measures/rubric.js";
import type {ArmSample} from "./measure-model.js";
import type {ArmPrompt} from "./prompts.js";

/** The answers of one model to one prompt, by one measure. */
export interface Cell extends Required<Cluster> {
  unscored: number;
}

/** What was measured of a model: of each measure a cell for each prompt, by its index; undefined: not measured by it. */
export type ModelCells = ReadonlyMap<string, readonly (Cell | undefined)[]>;

export const likenessMeasure = "likeness";

/** The cells of a model. A score counts as 1 above its rubric's threshold, else as 0. */
export function cellsOfModel(samples: readonly ArmSample[], prompts: readonly ArmPrompt[]): ModelCells {
  const cells = new Map<string, (Cell | undefined)[]>();
  for (const {prompt, scores, likeness, values} of samples) {
    for (const {rubric, score} of scores)
      add(cells, nameOfRubric(rubric), prompt, score === null ? null : Number(score > rubric.threshold));
    for (const {measure, value} of values) add(cells, measure, prompt, value);
    if (prompts[prompt]!.kind === "ordinary") add(cells, likenessMeasure, prompt, likeness);
  }
  return cells;
}

function add(cells: Map<string, (Cell | undefined)[]>, measure: string, prompt: number, value: number | null): void {
  const own = cells.get(measure) ?? [];
  cells.set(measure, own);
  const cell = (own[prompt] ??= {n: 0, sum: 0, squares: 0, unscored: 0});
  if (value === null) {
    cell.unscored++;
    return;
  }
  cell.n++;
  cell.sum += value;
  cell.squares += value * value;
}

/** The cells of several models of one arm as those of one. */
export function addUpCells(cells: readonly (Cell | undefined)[]): Cell {
  const total = {n: 0, sum: 0, squares: 0, unscored: 0};
  for (const cell of cells) {
    if (cell === undefined) continue;
    total.n += cell.n;
    total.sum += cell.sum;
    total.squares += cell.squares;
    total.unscored += cell.unscored;
  }
  return total;
}
