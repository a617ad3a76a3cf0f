import {hypergeometricTail} from "../../loaders/turf/trace/hypergeometric.js";
import type {Population} from "./population.js";

/**
 * One-sided p of a set's rate against what surrounds it: Fisher's exact test on prompts, not answers, of which a prompt
 * counts as struck when the rule fired on any of its answers. A single attribute is compared with all other prompts, a
 * pair with the other prompts of each of its attributes; of two p values the larger counts.
 */
export function comparePrompts(population: Population, set: readonly string[]): number {
  const inside = population.having(set);
  const struck = population.struck(inside);
  const surroundings = set.length === 1 ? [[]] : set.map((attribute) => [attribute]);
  const values = surroundings.map((part) => {
    const all = population.having(part); // the set's own prompts are among them
    return hypergeometricTail(struck, all.length, population.struck(all), inside.length);
  });
  return Math.max(...values);
}
