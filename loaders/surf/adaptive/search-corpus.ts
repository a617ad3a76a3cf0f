import type {PromptDraws} from "../../corpus/prompts/prompt-draws.js";
import type {PromptIndex} from "../../corpus/prompts/prompt-index.js";
import {minSample} from "./constants.js";

/** The corpus that a search draws its queries from: what its prompts have, and which it has not asked yet. */
export interface SearchCorpus {
  readonly prompts: number;
  /** Ids of the pool's attributes that a prompt has. */
  attributesOf(prompt: number): Uint32Array;
  /** The prompts that have all of a set, in order. */
  promptsWith(set: readonly number[]): Uint32Array;
  isUnused(prompt: number): boolean;
  /**
   * The share of an error budget that a set has, whatever led to it. Sets of k attributes have a 2^-k of it: single
   * attributes that enough prompts have in equal parts, larger sets by the prompts that have them.
   */
  shareOf(set: readonly number[]): number;
}

export function searchCorpus(draws: PromptDraws): SearchCorpus {
  const {index} = draws;
  const known = new Map<string, Uint32Array>(); // of sets of several attributes
  const sets = new Map<number, number>(); // by size
  const promptsWith = (set: readonly number[]): Uint32Array => {
    if (set.length === 1) return index.promptsWith(set[0]!);
    const key = [...set].sort((a, b) => a - b).join();
    const prompts = known.get(key) ?? findPrompts(index, set);
    known.set(key, prompts);
    return prompts;
  };
  const countSets = (size: number): number => {
    const count = sets.get(size) ?? (size === 1 ? countFrequent(index) : countOfSize(index, size));
    sets.set(size, count);
    return count;
  };
  return {
    prompts: index.prompts,
    attributesOf: (prompt) => index.attributesOf(prompt),
    promptsWith,
    isUnused: (prompt) => draws.isUnused(prompt),
    shareOf(set) {
      const {length} = promptsWith(set);
      const part = set.length === 1 ? Number(length >= minSample) : length;
      return part / (2 ** set.length * Math.max(1, countSets(set.length)));
    }
  };
}

function findPrompts(index: PromptIndex, set: readonly number[]): Uint32Array {
  const rarest = set.map((id) => index.promptsWith(id)).reduce((a, b) => (b.length < a.length ? b : a));
  return rarest.filter((prompt) => {
    const attributes = index.attributesOf(prompt);
    return set.every((id) => attributes.includes(id));
  });
}

/** Attributes that enough prompts have for a verdict. */
const countFrequent = (index: PromptIndex): number =>
  index.pool.attributes.filter((_, id) => index.promptsWith(id).length >= minSample).length;

/** Sets of some size that prompts have, a set once for each of its prompts. */
function countOfSize(index: PromptIndex, size: number): number {
  let count = 0;
  for (let prompt = 0; prompt < index.prompts; prompt++) {
    let sets = 1;
    const {length} = index.attributesOf(prompt);
    for (let i = 0; i < size; i++) sets *= (length - i) / (i + 1);
    count += Math.max(0, sets);
  }
  return count;
}
