import type {PoolIndex} from "./pool-index.js";

/** The part of a set that is a core in the same or other words, attribute by attribute; null where one is missing. */
export function findParaphrase(
  set: readonly number[],
  core: readonly number[],
  {neighbours}: Pick<PoolIndex, "neighbours">
): number[] | null {
  const part: number[] = [];
  for (const id of core) {
    const words = [id, ...(neighbours?.of(id) ?? []).filter((near) => !core.includes(near))];
    const own = words.find((word) => set.includes(word) && !part.includes(word));
    if (own === undefined) return null;
    part.push(own);
  }
  return part;
}

/** For each core the index of the first one of the same meaning: its own where none before it is a paraphrase. */
export function firstOfMeaning(cores: readonly (readonly number[])[], pool: Pick<PoolIndex, "neighbours">): number[] {
  const firsts: number[] = [];
  for (const [i, core] of cores.entries()) {
    const first = firsts.find((first, j) => first === j && findParaphrase(core, cores[j]!, pool) !== null);
    firsts.push(first ?? i);
  }
  return firsts;
}
