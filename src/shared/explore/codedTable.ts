import {listNames, scalarNames, type ListName, type ScalarName, type Value} from "./condition.js";

/**
 * The candidates of a study as pages select them: each column is its distinct values and, for each row, the place of its
 * value among them. A million candidates take some ten megabytes.
 */
export interface CodedTable {
  rows: number; // row number = id of the candidate
  columns: Record<ScalarName, CodedColumn>;
  lists: Record<ListName, CodedList>;
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

/** Makes a list column of lists that come row by row. */
export class ListCoder {
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
  rows: number,
  columnAt: (name: ScalarName) => CodedColumn,
  listAt: (name: ListName) => CodedList
): CodedTable {
  const columns = Object.fromEntries(scalarNames.map((name) => [name, columnAt(name)]));
  const lists = Object.fromEntries(listNames.map((name) => [name, listAt(name)]));
  return {rows, columns: columns as CodedTable["columns"], lists: lists as CodedTable["lists"]};
}
