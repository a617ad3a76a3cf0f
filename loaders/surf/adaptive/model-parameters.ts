import {regionPriorCounts, regionRatePrior, regionRateRange, weakPairPrior} from "./constants.js";
import type {AttributePosterior} from "./attribute-posterior.js";
import type {FoundRegion} from "./found-region.js";

/** Parameters of the model of a flagged candidate, estimated from the search so far (empirical Bayes). */
export interface ModelParameters {
  baseRate: number; // outside every region
  regionRate: number; // of a query that has a whole core
  regionPrior: number; // probability that five new attributes hold a region
  weakPairPrior: number; // probability that they hold a weak pair
}

/** `explored`: candidates asked so far that no investigation asked for. */
export function estimateParameters(
  posterior: AttributePosterior,
  regions: readonly FoundRegion[],
  explored: number
): ModelParameters {
  const {n, violations} = posterior.observations.count(regions.flatMap(({sample}) => sample));
  const regionRate = (violations + regionRatePrior.violations) / (n + regionRatePrior.n);
  return {
    baseRate: posterior.baseRate,
    regionRate: Math.min(regionRateRange.max, Math.max(regionRateRange.min, regionRate)),
    regionPrior: (regions.length + regionPriorCounts.regions) / (explored + regionPriorCounts.candidates),
    weakPairPrior
  };
}
