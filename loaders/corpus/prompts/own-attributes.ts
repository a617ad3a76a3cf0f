import {AttributePoolBuilder, poolRows, type AttributePool} from "../pools/attribute-pool.js";

/** Distinct prompts that a verdict on a set of attributes takes: fewer are an anecdote, whatever their rate. */
export const promptsForVerdict = 8;

/** Distinct sentences up to which rare ones are kept: a search of a few thousand candidates meets each several times. */
export const smallPool = 1000;

/** Of each sentence of a pool, the rows that have it. */
export function countRows({attributes, rowStarts, rowAttributes}: AttributePool): Uint32Array {
  const rows = new Uint32Array(attributes.length);
  for (let row = 0; row + 1 < rowStarts.length; row++)
    for (const id of new Set(rowAttributes.subarray(rowStarts[row], rowStarts[row + 1]))) rows[id]!++;
  return rows;
}

/** Whether a sentence can carry a verdict, or the pool is so small that it is kept anyway. */
export const isFrequent = (rows: number, distinct: number): boolean =>
  distinct <= smallPool || rows >= promptsForVerdict;

/** The pool of a corpus of prompts: their own sentences, rare ones left out where there are many. */
export function ownAttributes(own: AttributePool): AttributePool {
  const distinct = own.attributes.length;
  if (distinct <= smallPool) return own;
  const rows = countRows(own);
  const builder = new AttributePoolBuilder();
  for (let row = 0; row < poolRows(own); row++) {
    const ids = own.rowAttributes.subarray(own.rowStarts[row], own.rowStarts[row + 1]);
    builder.addRow(
      Array.from(
        ids.filter((id) => isFrequent(rows[id]!, distinct)),
        (id) => own.attributes[id]!
      )
    );
  }
  return builder.build(own.source);
}
