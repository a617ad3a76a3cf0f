import {columnsOfRows, type RowKind} from "./columns.js";
import type {Value} from "./condition.js";

/**
 * The candidates of a study, or the training pairs of an index, as pages select them: each column is its distinct values
 * and, for each row, the place of its value among them. A million candidates take some ten megabytes.
 */
export interface CodedTable {
  kind: RowKind;
  rows: number; // row number = id of the candidate or pair
  columns: Record<string, CodedColumn>;
  lists: Record<string, CodedList>;
}

export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Distinct values, the smallest first, null last; a code for each row. */
export interface CodedColumn {
  values: readonly Value[];
  codes: Codes;
}

/** Any number of texts a row: those of row i are `codes` from `starts[i]` to before `starts[i + 1]`. */
export interface CodedList {
  values: readonly string[];
  names: readonly string[] | null; // of the values as a reader sees them; null: the values themselves
  starts: Uint32Array; // rows + 1
  codes: Codes;
  weights?: Weights; // of the entries; absent: each counts as the row that has it
}

/** What entries of a list stand for: samples that a row was measured with, without and with a violation. */
export interface Weights {
  clean: Codes;
  violating: Codes;
}

/** Room for `length` codes of `distinct` values, in as few bytes as they need. */
export function codesFor(distinct: number, length: number): Codes {
  if (distinct <= 2 ** 8) return new Uint8Array(length);
  return distinct <= 2 ** 16 ? new Uint16Array(length) : new Uint32Array(length);
}

/** Makes a column of values that come row by row. */
export class ColumnCoder {
  readonly #places = new Map<Value, number>();
  readonly #codes: Uint32Array;
  #rows = 0;

  constructor(rows: number) {
    this.#codes = new Uint32Array(rows);
  }

  add(value: Value): void {
    let place = this.#places.get(value);
    if (place === undefined) this.#places.set(value, (place = this.#places.size));
    this.#codes[this.#rows++] = place;
  }

  finish(): CodedColumn {
    const values = [...this.#places.keys()].sort(smallestFirst);
    const codes = codesFor(values.length, this.#rows);
    const codeOf = new Uint32Array(values.length);
    values.forEach((value, code) => (codeOf[this.#places.get(value)!] = code));
    for (let row = 0; row < this.#rows; row++) codes[row] = codeOf[this.#codes[row]!]!;
    return {values, codes};
  }
}

function smallestFirst(a: Value, b: Value): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
}

/** How many samples an entry stands for, without and with a violation. */
export interface Weight {
  clean: number;
  violating: number;
}

/** Makes a list column of lists that come row by row. */
export class ListCoder {
  readonly #weights: Weight[] = [];
  readonly #places = new Map<string, number>();
  readonly #starts: Uint32Array;
  #codes = new Uint32Array(1024);
  #rows = 0;
  #length = 0;

  constructor(rows: number) {
    this.#starts = new Uint32Array(rows + 1);
  }

  add(values: Iterable<string>): void {
    for (const value of values) {
      let place = this.#places.get(value);
      if (place === undefined) this.#places.set(value, (place = this.#places.size));
      if (this.#length === this.#codes.length) this.#grow();
      this.#codes[this.#length++] = place;
    }
    this.#starts[++this.#rows] = this.#length;
  }

  /** Adds a row whose entries have a weight. */
  addWeighted(entries: ReadonlyMap<string, Weight>): void {
    this.#weights.push(...entries.values());
    this.add(entries.keys());
  }

  /** The column, all of whose rows were added with weights. */
  finishWeighted(): CodedList {
    const [clean, violating] = [this.#weights.map(({clean}) => clean), this.#weights.map(({violating}) => violating)];
    let most = 0;
    for (const weights of [clean, violating]) for (const weight of weights) most = Math.max(most, weight);
    const packed = (weights: number[]): Codes => {
      const codes = codesFor(most + 1, weights.length);
      codes.set(weights);
      return codes;
    };
    return {...this.finish(), weights: {clean: packed(clean), violating: packed(violating)}};
  }

  /** The column, with the name of each value where `nameOf` has one. */
  finish(nameOf?: (value: string) => string): CodedList {
    const values = [...this.#places.keys()];
    const codes = codesFor(values.length, this.#length);
    codes.set(this.#codes.subarray(0, this.#length));
    return {values, names: nameOf === undefined ? null : values.map(nameOf), starts: this.#starts, codes};
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.#codes.length);
    larger.set(this.#codes);
    this.#codes = larger;
  }
}

/** A table made of one function of each column's name. */
export function tableOf(
  kind: RowKind,
  rows: number,
  columnAt: (name: string) => CodedColumn,
  listAt: (name: string) => CodedList
): CodedTable {
  const {scalars, lists} = columnsOfRows[kind];
  return {
    kind,
    rows,
    columns: Object.fromEntries(Object.keys(scalars).map((name) => [name, columnAt(name)])),
    lists: Object.fromEntries(lists.map((name) => [name, listAt(name)]))
  };
}
