/** Whether a set of attributes includes all of another. */
export const includesAll = (set: readonly number[], part: readonly number[]): boolean =>
  part.every((attribute) => set.includes(attribute));

/** How many attributes a bit mask selects. */
export function sizeOfMask(mask: number): number {
  let size = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) size++;
  return size;
}

/** The attributes that a bit mask selects: bit i stands for the i-th. */
export const selectByMask = (attributes: readonly number[], mask: number): number[] =>
  attributes.filter((_, i) => (mask >> i) & 1);

/** Whether two sets have the same attributes, in whatever order. */
export const sameSet = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && includesAll(a, b);
