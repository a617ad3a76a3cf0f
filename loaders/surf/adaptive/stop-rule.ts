import type {AdaptiveSearch} from "./adaptive-search.js";
import {stopRuleHorizon, stopRulePrior} from "./constants.js";
import {firstOfMeaning} from "./paraphrases.js";

/**
 * The stop rule: whether fewer than `stopBelow` regions are expected in the next 1,000 candidates. Never while a core
 * is being verified. Regions of one meaning count once.
 */
export function isExhausted(search: AdaptiveSearch, stopBelow: number): boolean {
  const {regions, observations, pool, isVerifying} = search;
  const firsts = firstOfMeaning(
    regions.map(({core}) => core),
    pool
  );
  const confirmed = regions.filter(({tooFew}, i) => firsts[i] === i && tooFew === null);
  const confirmedAt = confirmed.map((region) => region.confirmedAt);
  return !isVerifying && expectedRegions(confirmedAt, observations.all.length) < stopBelow;
}

/**
 * The expected number of regions in the next 1,000 candidates, if r were confirmed in the later half of n candidates:
 *
 *     (r + 0.5) / (n / 2) * 1000        the posterior mean of a Poisson rate with Jeffreys' prior
 */
export function expectedRegions(confirmedAt: readonly number[], asked: number): number {
  const recent = confirmedAt.filter((at) => at > asked / 2).length;
  return (recent + stopRulePrior) / (asked / (2 * stopRuleHorizon));
}
