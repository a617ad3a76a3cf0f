import type {PoolIndex} from "./pool-index.js";

/** The part of a set that says what another set says, in the same or in other words; null where it lacks some of it. */
export function sameMeaning(
  set: readonly number[],
  other: readonly number[],
  {neighbours}: Pick<PoolIndex, "neighbours">
): number[] | null {
  const part: number[] = [];
  for (const id of other) {
    const words = [id, ...(neighbours?.of(id) ?? []).filter((near) => !other.includes(near))];
    const own = words.find((word) => set.includes(word) && !part.includes(word));
    if (own === undefined) return null;
    part.push(own);
  }
  return part;
}

/** For each set the first of those before it that says the same, in whatever words; itself where there is none. */
export function firstOfMeaning(sets: readonly (readonly number[])[], pool: Pick<PoolIndex, "neighbours">): number[] {
  const firsts: number[] = [];
  for (const [i, set] of sets.entries()) {
    const first = firsts.find((first, j) => first === j && sameMeaning(set, sets[j]!, pool) !== null);
    firsts.push(first ?? i);
  }
  return firsts;
}
