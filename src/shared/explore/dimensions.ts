import type {CodedTable} from "./codedTable.js";
import {
  allOf,
  anyOf,
  inRanges,
  not,
  oneOf,
  type ColumnName,
  type Condition,
  type ListName,
  type ScalarName,
  type Value
} from "./condition.js";
import {rangesOfIterations, rangesOfLengths, rangesOfScores, type NamedRange} from "./ranges.js";

/** What candidates are counted and selected by, a panel of the page: groups of the values of some columns. */
export interface Dimension {
  name: string;
  title: string;
  shape: Shape;
  columns: readonly ColumnName[];
  size: number; // groups
  group(place: number): Group;
  choose(groups: readonly number[]): Condition; // of what is in the chosen groups
}

/** How a dimension is shown: a histogram, lines, a grid, or the most frequent of many lines. */
export type Shape = "bins" | "bars" | "grid" | "list";

export interface Group {
  name: string;
  title?: string; // what it is in more words
  condition: Condition;
  sample?: number; // of a range: a value in it, which no candidate need have
  row?: string; // of a grid
  column?: string;
}

/** The dimensions in which the candidates of a table differ, in the order of the page. */
export function dimensionsOf({columns, lists}: CodedTable): Dimension[] {
  const valuesOf = (name: ScalarName): readonly Value[] => columns[name].values;
  const bars = (name: ScalarName, title: string): Dimension => barsOf(name, title, valuesOf(name));
  const all = [
    binsOf("score", "Score", rangesOfScores(valuesOf("score"))),
    searchOf(valuesOf("rubric"), valuesOf("model")),
    outcomeOf(valuesOf("reason"), valuesOf("flagged")),
    binsOf("iteration", "Iteration", rangesOfIterations(valuesOf("iteration"))),
    binsOf("length", "Response length (characters)", rangesOfLengths(valuesOf("length"))),
    bars("arm", "Arm"),
    bars("purpose", "Purpose"),
    bars("context", "Context")
  ].filter(({size}) => size > 1);
  const ofLists = [
    listOf("regions", "Regions", lists.regions, anyOf),
    listOf("chunks", "Chunks of its trace", lists.chunks, anyOf),
    listOf("attributes", "Attributes", lists.attributes, allOf)
  ].filter(({size}) => size > 0);
  return [...all, ...ofLists];
}

/** Dimensions of lists whose chosen groups must all be there. The others take any of them. */
export const needsAll = ({name}: Pick<Dimension, "name">): boolean => name === "attributes";

function dimension(
  about: Pick<Dimension, "name" | "title" | "shape" | "columns">,
  groups: readonly Group[],
  choose: Dimension["choose"] = (chosen) => anyOf(chosen.map((place) => groups[place]!.condition))
): Dimension {
  return {...about, size: groups.length, group: (place) => groups[place]!, choose};
}

function binsOf(column: ScalarName, title: string, ranges: readonly NamedRange[]): Dimension {
  return dimension(
    {name: column, title, shape: "bins", columns: [column]},
    ranges.map((range) => ({
      ...{name: range.name, condition: inRanges(column, [range])},
      sample: range.low ?? range.high! - 1
    })),
    (chosen) =>
      inRanges(
        column,
        chosen.map((place) => ranges[place]!)
      )
  );
}

function barsOf(column: ScalarName, title: string, values: readonly Value[]): Dimension {
  return dimension(
    {name: column, title, shape: "bars", columns: [column]},
    values.map((value) => ({name: value === null ? "none" : String(value), condition: oneOf(column, [value])})),
    (chosen) =>
      oneOf(
        column,
        chosen.map((place) => values[place]!)
      )
  );
}

/** A search is a rubric on a model. */
function searchOf(rubrics: readonly Value[], models: readonly Value[]): Dimension {
  if (models.length < 2) return barsOf("rubric", "Rubric", rubrics);
  if (rubrics.length < 2) return barsOf("model", "Model", models);
  const pairs = rubrics.flatMap((rubric) => models.map((model) => [rubric, model] as const));
  return dimension(
    {name: "search", title: "Rubric \u00d7 model", shape: "grid", columns: ["rubric", "model"]},
    pairs.map(([rubric, model]) => ({
      ...{name: `${rubric}, ${model}`, row: String(rubric), column: String(model)},
      condition: allOf([oneOf("rubric", [rubric]), oneOf("model", [model])])
    })),
    (chosen) => anyOf(rectangles(chosen.map((place) => pairs[place]!)))
  );
}

/** Rubrics that were chosen with the same models are told at once. */
function rectangles(pairs: readonly (readonly [rubric: Value, model: Value])[]): Condition[] {
  const byModels = new Map<string, {rubrics: Value[]; models: Value[]}>();
  for (const rubric of new Set(pairs.map(([each]) => each))) {
    const models = pairs.filter(([each]) => each === rubric).map(([, model]) => model);
    const key = JSON.stringify(models);
    const known = byModels.get(key);
    if (known === undefined) byModels.set(key, {rubrics: [rubric], models});
    else known.rubrics.push(rubric);
  }
  return [...byModels.values()].map(({rubrics, models}) => allOf([oneOf("rubric", rubrics), oneOf("model", models)]));
}

/** Flagged, scored but not flagged, or why there is no score. */
function outcomeOf(reasons: readonly Value[], flagged: readonly Value[]): Dimension {
  const isFlagged = oneOf("flagged", [true]);
  const known: Group[] = [
    ...(flagged.includes(true) ? [{name: "flagged", condition: isFlagged}] : []),
    {name: "scored, not flagged", condition: allOf([oneOf("status", ["scored"]), not(isFlagged)])}
  ];
  const unscored = reasons.filter((reason) => reason !== null);
  const groups = [
    ...known,
    ...unscored.map((reason) => ({name: String(reason), condition: oneOf("reason", [reason])}))
  ];
  return dimension(
    {name: "outcome", title: "Status and reason", shape: "bars", columns: ["status", "reason", "flagged"]},
    groups,
    (chosen) => {
      const ofReasons = chosen.filter((place) => place >= known.length).map((place) => unscored[place - known.length]!);
      const others = chosen.filter((place) => place < known.length).map((place) => groups[place]!.condition);
      return anyOf([...others, ...(ofReasons.length > 0 ? [oneOf("reason", ofReasons)] : [])]);
    }
  );
}

function listOf(
  column: ListName,
  title: string,
  {values, names}: CodedTable["lists"][ListName],
  join: (parts: readonly Condition[]) => Condition
): Dimension {
  const has = (place: number): Condition => ({op: "has", column, value: values[place]!});
  return {
    ...{name: column, title, shape: "list", columns: [column], size: values.length},
    group: (place) => ({name: (names ?? values)[place]!, condition: has(place)}),
    choose: (chosen) => join(chosen.map(has))
  };
}
