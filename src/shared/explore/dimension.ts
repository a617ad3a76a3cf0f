import type {CodedList} from "./codedTable.js";
import {anyOf, inRanges, oneOf, type Condition, type Value} from "./condition.js";
import type {NamedRange} from "./ranges.js";

/** What rows are counted and selected by, a panel of the page: groups of the values of some columns. */
export interface Dimension {
  name: string;
  title: string;
  shape: Shape;
  columns: readonly string[];
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
  sample?: number; // of a range: a value in it, which no row need have
  row?: string; // of a grid
  column?: string;
}

/** A dimension of these groups. */
export function dimension(
  about: Pick<Dimension, "name" | "title" | "shape" | "columns">,
  groups: readonly Group[],
  choose: Dimension["choose"] = (chosen) => anyOf(chosen.map((place) => groups[place]!.condition))
): Dimension {
  return {...about, size: groups.length, group: (place) => groups[place]!, choose};
}

/** A histogram of a column. */
export function binsOf(column: string, title: string, ranges: readonly NamedRange[]): Dimension {
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

/** A line for each value of a column. */
export function barsOf(column: string, title: string, values: readonly Value[]): Dimension {
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

/** A line for each text of a list column; `join` is what several chosen ones mean. */
export function listOf(
  column: string,
  title: string,
  {values, names}: CodedList,
  join: (parts: readonly Condition[]) => Condition
): Dimension {
  const has = (place: number): Condition => ({op: "has", column, value: values[place]!});
  return {
    ...{name: column, title, shape: "list", columns: [column], size: values.length},
    group: (place) => ({name: (names ?? values)[place]!, condition: has(place)}),
    choose: (chosen) => join(chosen.map(has))
  };
}
