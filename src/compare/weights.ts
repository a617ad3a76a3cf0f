import type {Row} from "../shared/schema.js";
import {columnOf, type ColumnTable} from "../ui/columnTable.js";
import {descending, ascending, inOrder} from "../ui/order.js";
import {isOnSide, type Side} from "./sides.js";
import type {StudyTables} from "./studyFiles.js";

/** The chance that an attribute is drawn at the end of the searches of each side. */
export interface AlignedWeight {
  number: number; // its place, from 1
  attribute: string;
  a: number; // P(a), 0-1, mean over the runs; 0: it carries no weight there
  b: number;
  usedA: boolean; // whether a candidate was asked to have it
  usedB: boolean;
}

/** Rubrics that a side has searched for. */
export const searchedRubrics = ({runs}: Pick<StudyTables, "runs">, side: Side): string[] => [
  ...new Set(runs.filter((row) => isOnSide(row, side)).map(({rubric}) => rubric))
];

/** The heaviest attributes of either side, by the sentence: studies number them differently. */
export function alignedWeights(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
  most = 12
): AlignedWeight[] {
  const sentences = [...new Set([...a.keys(), ...b.keys()])];
  return sentences
    .map((attribute) => ({
      attribute,
      ...{a: a.get(attribute) ?? 0, b: b.get(attribute) ?? 0},
      ...{usedA: a.has(attribute), usedB: b.has(attribute)}
    }))
    .filter((weight) => weight.a > 0 || weight.b > 0)
    .sort(
      inOrder(
        descending((weight) => Math.max(weight.a, weight.b)),
        ascending("attribute")
      )
    )
    .slice(0, most)
    .map((weight, i) => ({number: i + 1, ...weight}));
}

type Weight = Omit<Row<"attribute_weights">, "attribute"> & {attribute: number};

/** P(a) after the last iteration of each run of a rubric, mean over the runs, by the sentence of the attribute. */
export function lastWeights(
  {weights, attributes}: Pick<StudyTables, "weights" | "attributes">,
  side: Side,
  rubric: string
): Map<string, number> {
  const chosen = rowsOfRuns(weights, side, rubric);
  const runs = new Set(chosen.map(({search}) => search));
  const last = new Map<string, number>();
  for (const {search, iteration} of chosen) last.set(search, Math.max(iteration, last.get(search) ?? 0));
  const sentences = new Map(attributes.map(({id, attribute}) => [id, attribute]));
  const totals = new Map<string, number>();
  for (const {search, iteration, attribute, probability} of chosen) {
    const sentence = sentences.get(attribute);
    if (sentence === undefined) continue;
    const share = iteration === last.get(search) ? probability / runs.size : 0;
    totals.set(sentence, (totals.get(sentence) ?? 0) + share);
  }
  return totals;
}

function rowsOfRuns(weights: ColumnTable, side: Side, wanted: string) {
  const of = <K extends keyof Weight>(name: K) => columnOf<Weight, K>(weights, name);
  const [rubric, model, run, iteration] = [of("rubric"), of("model"), of("run"), of("iteration")];
  const [attribute, probability] = [of("attribute"), of("probability")];
  const rows: {search: string; iteration: number; attribute: number; probability: number}[] = [];
  for (let row = 0; row < weights.numRows; row++) {
    const search = {model: model(row), run: run(row)};
    if (rubric(row) !== wanted || !isOnSide(search, side)) continue;
    rows.push({
      ...{search: JSON.stringify(search), iteration: iteration(row)},
      ...{attribute: attribute(row), probability: probability(row)}
    });
  }
  return rows;
}
