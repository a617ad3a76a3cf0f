import type {AttributeVectors} from "./neighbourhood.js";

/**
 * The attribute pool A: distinct sentences once, and for each row of the prepared data set the sentences it has.
 * 938,074 rows x 10 attributes take 9.4M ids (38 MB), shared by all runs.
 */
export interface AttributePool {
  source: string; // where it came from, for tables and pages
  attributes: string[]; // distinct sentences, "The query ..."
  rowStarts: Uint32Array; // length rows + 1: row r has ids rowAttributes[rowStarts[r] .. rowStarts[r + 1]]
  rowAttributes: Uint32Array; // ids into attributes
  vectors?: AttributeVectors; // absent where the pool has no embedding
  clusters?: Int32Array; // of each attribute, its cluster in the index that the pool is from; -1: none
  /** The attribute that stands for a sentence which the pool itself does not have; undefined: none does. */
  standIn?: (sentence: string) => number | undefined;
}

export const poolRows = (pool: AttributePool): number => pool.rowStarts.length - 1;

/** Collects rows of sentences into a pool in one pass; each distinct sentence is kept once. */
export class AttributePoolBuilder {
  #ids = new Map<string, number>();
  #starts = new Uint32Array(1024);
  #values = new Uint32Array(8192);
  #rows = 0;
  #count = 0;

  get rows(): number {
    return this.#rows;
  }

  addRow(attributes: Iterable<string>): void {
    for (const attribute of attributes) {
      let id = this.#ids.get(attribute);
      if (id === undefined) this.#ids.set(attribute, (id = this.#ids.size));
      if (this.#count === this.#values.length) this.#values = grow(this.#values);
      this.#values[this.#count++] = id;
    }
    if (++this.#rows === this.#starts.length) this.#starts = grow(this.#starts);
    this.#starts[this.#rows] = this.#count;
  }

  /** Adds the rows of another pool after its own. */
  addPool({attributes, rowStarts, rowAttributes}: AttributePool): void {
    for (let row = 0; row + 1 < rowStarts.length; row++)
      this.addRow(Array.from(rowAttributes.subarray(rowStarts[row], rowStarts[row + 1]), (id) => attributes[id]!));
  }

  build(source: string): AttributePool {
    return {
      source,
      attributes: [...this.#ids.keys()],
      rowStarts: this.#starts.slice(0, this.#rows + 1),
      rowAttributes: this.#values.slice(0, this.#count)
    };
  }
}

function grow(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
