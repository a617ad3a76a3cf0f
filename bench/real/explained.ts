import type {Population} from "./population.js";

/** Whether a proper subset of a set has more than half of the set's lift over the base rate: then it is no region. */
export function isExplained(population: Population, set: readonly string[]): boolean {
  const base = population.rate(population.having([]));
  const lift = population.rate(population.having(set)) - base;
  return properSubsets(set).some((subset) => population.rate(population.having(subset)) - base > lift / 2);
}

/** Every subset but the empty one and the set itself. */
function properSubsets(set: readonly string[]): string[][] {
  const count = 2 ** set.length;
  return Array.from({length: count - 2}, (_, i) => set.filter((_, bit) => ((i + 1) >> bit) % 2 === 1));
}
