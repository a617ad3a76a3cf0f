import {sizeOfMask} from "./attribute-set.js";
import {coreSizePrior, triplesPerWeakPair} from "./constants.js";
import type {ModelParameters} from "./model-parameters.js";

/**
 * What may carry the failure of up to five attributes:
 *
 * - null: nothing, the flag was luck;
 * - all-or-none region: a core fails, and its proper subsets do not;
 * - graded region: a core of three or more fails, and less often where one of its attributes is missing;
 * - weak pair: two of three attributes of a graded region, whose third is elsewhere.
 */
export interface Hypothesis {
  core: number; // mask; 0: null
  kind: "null" | "all-or-none region" | "graded region" | "weak pair";
}

/** All hypotheses on a number of attributes: one or two for each subset. */
export function hypothesesOn(attributes: number): Hypothesis[] {
  const all: Hypothesis[] = [{core: 0, kind: "null"}];
  for (let core = 1; core < 1 << attributes; core++) {
    all.push({core, kind: "all-or-none region"});
    if (sizeOfMask(core) === 2) all.push({core, kind: "weak pair"});
    if (sizeOfMask(core) > 2) all.push({core, kind: "graded region"});
  }
  return all;
}

/**
 * The prior of a hypothesis. A region has the prior of its size, divided among the subsets of that size and, from three
 * attributes on, equally between all-or-none and graded:
 *
 *     P(core C) = regionPrior * P(|C|) / (n choose |C|)        P(weak pair) = weakPairPrior / (n choose 2)
 *
 * A set with a weak pair sometimes holds the third attribute too, which adds to the graded triples.
 */
export function priorOf(
  {core, kind}: Hypothesis,
  attributes: number,
  {regionPrior, weakPairPrior}: ModelParameters
): number {
  if (kind === "null") return 1 - regionPrior - weakPairPrior * (1 + triplesPerWeakPair);
  const size = sizeOfMask(core);
  const subsets = choose(attributes, size);
  if (kind === "weak pair") return weakPairPrior / subsets;
  const region = (regionPrior * coreSizePrior[size]!) / subsets;
  if (size < 3) return region;
  const isGradedTriple = kind === "graded region" && size === 3;
  return isGradedTriple ? region / 2 + (weakPairPrior * triplesPerWeakPair) / subsets : region / 2;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}
