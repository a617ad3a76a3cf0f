import type {CodedTable} from "./codedTable.js";
import type {Dimension, Shape} from "./dimension.js";
import {dimensionsOf} from "./dimensions.js";
import {
  addEntries,
  combine,
  countAt,
  groupOfRows,
  kindOfRows,
  kinds,
  noGroup,
  scalarsOf,
  type GroupCount
} from "./groups.js";

/** The counts of all rows, nothing selected: what a page draws before the rows are there. */
export interface ExploreSummary extends GroupCount {
  dimensions: SummaryDimension[];
}

export interface SummaryDimension {
  name: string;
  title: string;
  shape: Shape;
  size: number; // groups, of which a list tells the most frequent
  groups: SummaryGroup[];
}

export interface SummaryGroup extends GroupCount {
  place: number;
  name: string;
  title?: string;
  row?: string;
  column?: string;
}

const listed = 100; // groups of a list in the summary

export function summarize(table: CodedTable): ExploreSummary {
  const kind = kindOfRows(table);
  const all = new Uint32Array(kinds);
  for (const each of kind) all[each]!++;
  return {...countAt(all, 0), dimensions: dimensionsOf(table).map((dimension) => summaryOf(dimension, table, kind))};
}

function summaryOf(dimension: Dimension, table: CodedTable, kind: Uint8Array): SummaryDimension {
  const {name, title, shape, size} = dimension;
  const counts = countGroups(dimension, table, kind);
  const places = shape === "list" ? mostFrequent(counts, listed) : Array.from({length: size}, (_, place) => place);
  return {name, title, shape, size, groups: places.map((place) => groupAt(dimension, place, counts))};
}

/** A group with its counts. */
export function groupAt(dimension: Dimension, place: number, counts: ArrayLike<number>): SummaryGroup {
  const {condition: _condition, sample: _sample, ...about} = dimension.group(place);
  return {place, ...about, ...countAt(counts, place)};
}

/** How many rows of each kind are in each group. */
export function countGroups(dimension: Dimension, table: CodedTable, kind: Uint8Array): Uint32Array {
  const counts = new Uint32Array(dimension.size * kinds);
  const scalars = scalarsOf(dimension);
  if (scalars !== null) {
    const groups = groupOfRows(combine(table, scalars), dimension);
    for (let row = 0; row < groups.length; row++)
      if (groups[row] !== noGroup) counts[groups[row]! * kinds + kind[row]!]!++;
    return counts;
  }
  const list = table.lists[dimension.columns[0]!]!;
  for (let row = 0; row < table.rows; row++) addEntries(counts, list, {row, kind: kind[row]!, by: 1});
  return counts;
}

/** The groups that most rows are in, the most frequent first. */
export const mostFrequent = (counts: Uint32Array, most: number): number[] =>
  topPlaces(counts.length / kinds, most, (place) => countAt(counts, place).n);

/** The places with the highest values, the highest first; equal ones in their order. One pass: lists may be long. */
export function topPlaces(length: number, most: number, valueOf: (place: number) => number): number[] {
  const [places, values]: [number[], number[]] = [[], []];
  for (let place = 0; place < length; place++) {
    const value = valueOf(place);
    if (places.length === most && !(value > values[most - 1]!)) continue;
    let at = places.length;
    while (at > 0 && value > values[at - 1]!) at--;
    places.splice(at, 0, place);
    values.splice(at, 0, value);
    if (places.length > most) {
      places.pop();
      values.pop();
    }
  }
  return places;
}
