import type {AdaptiveSearch, Exposure} from "./adaptive-search.js";
import {stopRuleHorizon, stopRulePrior, stopRuleRounds} from "./constants.js";
import {firstOfMeaning} from "./paraphrases.js";

/**
 * The stop rule: whether fewer than `stopBelow` regions are expected in the next 1,000 candidates. Never while a set is
 * being tried. Regions of one meaning count once.
 */
export function isExhausted(search: AdaptiveSearch, stopBelow: number): boolean {
  if (search.isTrying || search.exposures.length < stopRuleRounds) return false;
  const regions = search.regions.filter(({tooFew}) => tooFew === null);
  const firsts = firstOfMeaning(
    regions.map(({core}) => core),
    search.pool
  );
  const confirmedAt = regions.filter((_, i) => firsts[i] === i).map((region) => region.confirmedAt);
  return expectedRegions(confirmedAt, search.exposures) < stopBelow;
}

/**
 * The expected number of regions in the next 1,000 candidates. The acquisition values of the scored candidates so far add
 * up to the number V of regions that the prior would have them meet. If r were confirmed in the later half of V, the prior is
 * off by a factor of (r + 0.5) / (V / 2), the posterior mean of a Poisson rate with Jeffreys' prior; where none was
 * confirmed at all, by 0.5 / V. The next 1,000 are taken to be worth what the last rounds were.
 */
export function expectedRegions(confirmedAt: readonly number[], exposures: readonly Exposure[]): number {
  const total = exposures.reduce((sum, {value, scored}) => sum + value * scored, 0);
  let half = 0;
  const later = exposures.find(({value, scored}) => (half += value * scored) >= total / 2)!;
  const recent = confirmedAt.filter((at) => at > later.asked).length;
  const factor = (recent + stopRulePrior) / Math.max(1, confirmedAt.length === 0 ? total : total / 2);
  const last = exposures.slice(-stopRuleRounds);
  const candidates = last.reduce((sum, each) => sum + each.candidates, 0);
  const value = last.reduce((sum, each) => sum + each.value, 0) / Math.max(1, candidates);
  return factor * value * stopRuleHorizon;
}
