import type {CodedList, CodedTable} from "../shared/explore/codedTable.js";
import type {Condition} from "../shared/explore/condition.js";
import type {Dimension} from "../shared/explore/dimension.js";
import {needsAll} from "../shared/explore/dimensions.js";
import {compile, isTrue, rowsThat} from "../shared/explore/evaluate.js";
import {
  addEntries,
  combine,
  countAt,
  groupOfRows,
  kindOfRows,
  kinds,
  noGroup,
  scalarsOf,
  type Combination,
  type GroupCount
} from "../shared/explore/groups.js";
import {countGroups} from "../shared/explore/summary.js";
import {printWhere} from "./printWhere.js";

/** The name of the condition that belongs to no dimension. */
export const elsewhere = "";

/** What is counted: the groups of a dimension, over the rows that all other conditions let through. */
interface Counter {
  own: number; // bit of its own condition, which is ignored; 0: none is
  counts: Uint32Array; // by group and kind
  groups: Uint16Array | null; // by row
  list: CodedList | null;
}

/**
 * Counts of the selected rows in each dimension, kept up to date as conditions change. Each row has a bit for each
 * condition that it fails; a change of one condition visits the rows whose bit it flips, and no other.
 */
export class Crossfilter {
  readonly #table: CodedTable;
  readonly #names: string[]; // of conditions, by bit
  readonly #combinations: (Combination | null)[]; // by bit; null: tested row by row
  readonly #conditions = new Map<string, string>(); // as SQL, by name
  readonly #counters: Counter[];
  readonly #failed: Uint16Array; // by row, a bit for each condition
  readonly #kind: Uint8Array;
  readonly #flipped: Uint32Array; // rows

  constructor(table: CodedTable, dimensions: readonly Dimension[]) {
    this.#table = table;
    this.#kind = kindOfRows(table);
    this.#failed = new Uint16Array(table.rows);
    this.#flipped = new Uint32Array(table.rows);
    this.#names = [...dimensions.map(({name}) => name), elsewhere];
    this.#combinations = [
      ...dimensions.map((dimension) => {
        const scalars = scalarsOf(dimension);
        return scalars === null ? null : combine(table, scalars);
      }),
      null
    ];
    this.#counters = [...dimensions.map((dimension, i) => this.#counterOf(dimension, i)), this.#counterOfAll()];
  }

  #counterOf(dimension: Dimension, place: number): Counter {
    const combination = this.#combinations[place]!;
    return {
      own: needsAll(dimension) ? 0 : 1 << place,
      counts: countGroups(dimension, this.#table, this.#kind),
      groups: combination === null ? null : groupOfRows(combination, dimension),
      list: combination === null ? this.#table.lists[dimension.columns[0]!]! : null
    };
  }

  /** Counts every selected row, in one group. */
  #counterOfAll(): Counter {
    const counts = new Uint32Array(kinds);
    for (const kind of this.#kind) counts[kind]!++;
    return {own: 0, counts, groups: new Uint16Array(this.#table.rows), list: null};
  }

  /** Selects the rows for which all of the conditions hold, by the name of their dimension. */
  select(conditions: ReadonlyMap<string, Condition>): void {
    for (const [place, name] of this.#names.entries()) {
      const condition = conditions.get(name);
      const text = condition === undefined ? "" : printWhere(condition);
      if ((this.#conditions.get(name) ?? "") === text) continue;
      this.#conditions.set(name, text);
      this.#count(place, this.#flip(place, condition));
    }
  }

  /** Sets the bit of a condition where it fails; returns the number of rows where it flipped. */
  #flip(place: number, condition: Condition | undefined): number {
    const combination = this.#combinations[place] ?? null;
    if (condition === undefined) return this.#flipRows(place, new Uint8Array(1).fill(1), null);
    if (combination !== null) {
      const test = compile(condition, combination.leafAt);
      const passes = Uint8Array.from({length: combination.size}, (_, code) => Number(test(code) === isTrue));
      return this.#flipRows(place, passes, combination.codes);
    }
    return this.#flipRows(place, rowsThat(condition, this.#table), "rows");
  }

  /** `passes` is by code, by row, or one for all. */
  #flipRows(place: number, passes: Uint8Array, codes: Combination["codes"] | "rows" | null): number {
    const bit = 1 << place;
    const [failed, flipped] = [this.#failed, this.#flipped];
    let length = 0;
    for (let row = 0; row < failed.length; row++) {
      const passed = passes[codes === null ? 0 : codes === "rows" ? row : codes[row]!]!;
      if (((failed[row]! & bit) === 0) === (passed === 1)) continue;
      failed[row]! ^= bit;
      flipped[length++] = row;
    }
    return length;
  }

  #count(place: number, flipped: number): void {
    const bit = 1 << place;
    for (const counter of this.#counters) {
      if (counter.own === bit) continue; // what a dimension shows does not depend on its own condition
      if (counter.groups !== null) this.#countGroups(counter.counts, counter.groups, bit | counter.own, bit, flipped);
      else this.#countList(counter.counts, counter.list!, bit | counter.own, bit, flipped);
    }
  }

  #countGroups(counts: Uint32Array, groups: Uint16Array, ignored: number, bit: number, flipped: number): void {
    const [failed, rows, kind] = [this.#failed, this.#flipped, this.#kind];
    for (let i = 0; i < flipped; i++) {
      const row = rows[i]!;
      const bits = failed[row]!;
      if ((bits & ~ignored) !== 0 || groups[row] === noGroup) continue;
      counts[groups[row]! * kinds + kind[row]!]! += (bits & bit) === 0 ? 1 : -1;
    }
  }

  #countList(counts: Uint32Array, list: CodedList, ignored: number, bit: number, flipped: number): void {
    const [failed, rows, kind] = [this.#failed, this.#flipped, this.#kind];
    for (let i = 0; i < flipped; i++) {
      const row = rows[i]!;
      const bits = failed[row]!;
      if ((bits & ~ignored) !== 0) continue;
      addEntries(counts, list, {row, kind: kind[row]!, by: (bits & bit) === 0 ? 1 : -1});
    }
  }

  /**
   * Counts of a dimension's groups by kind, over the rows that the conditions of all other dimensions select; where a
   * selection asks for all chosen groups, over the selected rows: what else do they have?
   */
  countsOf(name: string): Uint32Array {
    return this.#counters[this.#names.indexOf(name)]!.counts;
  }

  get selected(): GroupCount {
    return countAt(this.#counters.at(-1)!.counts, 0);
  }

  has(row: number): boolean {
    return this.#failed[row] === 0;
  }
}
