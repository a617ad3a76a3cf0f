import type {AdaptiveSearch} from "./adaptive-search.js";
import {firstOfMeaning} from "./same-meaning.js";

/** Whether fewer further regions are to be expected of the next 1,000 candidates; not while one is being measured. */
export function isExhausted(search: AdaptiveSearch, stopBelow: number): boolean {
  const {regions, evidence, pool, isVerifying} = search;
  const firsts = firstOfMeaning(regions.map(({core}) => core), pool); // prettier-ignore
  const seen = regions.filter((_, i) => firsts[i] === i).map(({firstSeen}) => firstSeen);
  return !isVerifying && expectedRegions(seen, evidence.all.length) < stopBelow;
}

/**
 * How many further regions the next 1,000 candidates may be expected to bring: the rate of the later half of the search,
 * with half a region added, so that a search which found nothing yet goes on for a while.
 */
export function expectedRegions(firstSeen: readonly number[], asked: number): number {
  const recent = firstSeen.filter((at) => at > asked / 2).length;
  return (recent + 0.5) / (asked / 2000);
}
