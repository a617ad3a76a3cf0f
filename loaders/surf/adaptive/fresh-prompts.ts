import type {PromptDraws} from "../../corpus/prompts/prompt-draws.js";

/**
 * What is left of a corpus that queries are drawn from: what a search can still ask. Attributes by their ids in the
 * pool.
 */
export interface FreshPrompts {
  /** Prompts not drawn so far that have all of some attributes and none of others; counts up to `max`. */
  count(all: readonly number[], none: readonly number[], max: number): number;
}

export function freshPrompts(draws: PromptDraws, attributes: readonly string[]): FreshPrompts {
  const namesOf = (ids: readonly number[]) => ids.map((id) => attributes[id]!);
  return {count: (all, none, max) => draws.countUnused(namesOf(all), namesOf(none), max)};
}
