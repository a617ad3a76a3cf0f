import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import {Neighbourhood} from "../../corpus/pools/neighbourhood.js";
import {Cooccurrence} from "./cooccurrence.js";

/** The pool by row and by attribute: which attributes occur together in real queries. Ids only; 8 bytes an entry. */
export class PoolIndex {
  readonly cooccurrence: Cooccurrence;
  readonly size: number; // distinct attributes
  readonly neighbours: Neighbourhood | null; // paraphrases of each attribute; null where the pool has no embedding
  readonly rows: number[]; // rows that have attributes
  readonly entries: number; // attributes of all rows
  readonly #starts: Uint32Array;
  readonly #rowsByAttribute: Uint32Array;
  readonly #pool: AttributePool;

  constructor(pool: AttributePool) {
    const {rowStarts, rowAttributes, attributes, vectors} = pool;
    this.#pool = pool;
    this.neighbours = vectors === undefined ? null : new Neighbourhood(vectors);
    this.size = attributes.length;
    this.rows = [];
    this.entries = rowAttributes.length;
    const starts = new Uint32Array(attributes.length + 1);
    for (const id of rowAttributes) starts[id + 1]!++;
    for (let id = 0; id < attributes.length; id++) starts[id + 1]! += starts[id]!;
    const next = starts.slice();
    const byAttribute = new Uint32Array(rowAttributes.length);
    for (let row = 0; row < rowStarts.length - 1; row++) {
      if (rowStarts[row]! < rowStarts[row + 1]!) this.rows.push(row);
      for (let i = rowStarts[row]!; i < rowStarts[row + 1]!; i++) byAttribute[next[rowAttributes[i]!]!++] = row;
    }
    this.#starts = starts;
    this.#rowsByAttribute = byAttribute;
    this.cooccurrence = new Cooccurrence(this);
  }

  /** Mean attributes of a row. */
  get meanRow(): number {
    return this.entries / Math.max(1, this.rows.length);
  }

  attributesOf(row: number): Uint32Array {
    const {rowStarts, rowAttributes} = this.#pool;
    return rowAttributes.subarray(rowStarts[row], rowStarts[row + 1]);
  }

  /** Rows that have an attribute. */
  rowsOf(attribute: number): Uint32Array {
    return this.#rowsByAttribute.subarray(this.#starts[attribute], this.#starts[attribute + 1]);
  }
}
