import type {AttributePool} from "../pools/attribute-pool.js";
import type {PromptSet} from "./prompt-set.js";

/**
 * The prompts of a corpus by the attributes of a pool, in both directions. Typed arrays: 8 bytes an attribute of a
 * prompt, 160 MB for 1M prompts of 20.
 */
export class PromptIndex {
  readonly prompts: number;
  readonly attributes: number; // of the pool, those that some prompt has
  readonly pool: AttributePool;
  readonly #ids: ReadonlyMap<string, number>;
  readonly #starts: Uint32Array; // prompt p has #values[#starts[p] .. #starts[p + 1]]
  readonly #values: Uint32Array; // ids of the pool
  readonly #prompts: Uint32Array; // attribute a is had by #prompts[#firsts[a] .. #firsts[a + 1]], in order
  readonly #firsts: Uint32Array;

  constructor(
    private readonly set: PromptSet,
    pool: AttributePool
  ) {
    this.pool = pool;
    this.#ids = new Map(pool.attributes.map((attribute, id) => [attribute, id]));
    const {starts, values} = translate(
      set.attributes,
      (sentence) => this.#ids.get(sentence) ?? pool.standIn?.(sentence)
    );
    this.prompts = starts.length - 1;
    this.#starts = starts;
    this.#values = values;
    const {firsts, rows} = invert(starts, values, pool.attributes.length);
    this.#firsts = firsts;
    this.#prompts = rows;
    this.attributes = pool.attributes.filter((_, id) => firsts[id]! < firsts[id + 1]!).length;
  }

  textOf(prompt: number): string {
    return this.set.textOf(prompt);
  }

  /** Ids of the pool's attributes that a prompt has. */
  attributesOf(prompt: number): Uint32Array {
    return this.#values.subarray(this.#starts[prompt], this.#starts[prompt + 1]);
  }

  /** The prompts that have an attribute, in order. */
  promptsWith(id: number): Uint32Array {
    return this.#prompts.subarray(this.#firsts[id], this.#firsts[id + 1]);
  }

  idsOf(attributes: readonly string[]): number[] {
    return attributes.flatMap((attribute) => this.#ids.get(attribute) ?? []);
  }
}

/** The rows of a set in ids of a pool; each id once a row. */
function translate(
  {attributes, rowStarts, rowAttributes}: AttributePool,
  idOf: (sentence: string) => number | undefined
): {starts: Uint32Array; values: Uint32Array} {
  const ids = Int32Array.from(attributes, (sentence) => idOf(sentence) ?? -1);
  const starts = new Uint32Array(rowStarts.length);
  const values = new Uint32Array(rowAttributes.length);
  let end = 0;
  for (let row = 0; row + 1 < rowStarts.length; row++) {
    const begin = end;
    for (let i = rowStarts[row]!; i < rowStarts[row + 1]!; i++) {
      const id = ids[rowAttributes[i]!]!;
      if (id >= 0 && !values.subarray(begin, end).includes(id)) values[end++] = id;
    }
    starts[row + 1] = end;
  }
  return {starts, values: values.slice(0, end)};
}

function invert(
  starts: Uint32Array,
  values: Uint32Array,
  attributes: number
): {firsts: Uint32Array; rows: Uint32Array} {
  const firsts = new Uint32Array(attributes + 1);
  for (const id of values) firsts[id + 1]!++;
  for (let id = 0; id < attributes; id++) firsts[id + 1]! += firsts[id]!;
  const next = firsts.slice();
  const rows = new Uint32Array(values.length);
  for (let row = 0; row + 1 < starts.length; row++)
    for (let i = starts[row]!; i < starts[row + 1]!; i++) rows[next[values[i]!]!++] = row;
  return {firsts, rows};
}
