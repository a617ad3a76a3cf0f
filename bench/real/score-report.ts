import {isExplained} from "./explained.js";
import {meansSame} from "./meanings.js";
import type {Population} from "./population.js";
import {minPrompts, regionRate} from "./select-sets.js";
import type {TrueRegion} from "./truth.js";

/** What a search reported, held against the truth. */
export interface ReportScore {
  reported: number;
  true: number; // of these
  meanings: number; // of the true regions, by meaning
  found: number; // of these
  singles: number; // of the meanings, those that a single attribute has
  singlesFound: number; // of these
}

const edge = 0.8; // of the bar: a rate near it is not known to the last answer

/**
 * Holds reported sets against the recording. A set is true when at least eight prompts have it, its rate is at least
 * the bar less a fifth, and no proper subset has more than half of its lift. A meaning is found when a reported set is
 * mostly on the prompts of one of its regions.
 */
export function scoreReport(
  population: Population,
  meanings: readonly (readonly TrueRegion[])[],
  reported: readonly (readonly string[])[]
): ReportScore {
  const isFound = (regions: readonly TrueRegion[]): boolean =>
    regions.some(({attributes}) => reported.some((set) => meansSame(population, attributes, set)));
  const singles = meanings.filter((regions) => regions.some(({attributes}) => attributes.length === 1));
  return {
    reported: reported.length,
    true: reported.filter((set) => isTrue(population, set)).length,
    meanings: meanings.length,
    found: meanings.filter(isFound).length,
    singles: singles.length,
    singlesFound: singles.filter(isFound).length
  };
}

/** Whether a reported set is a region, by its prompts in the whole recording. */
export function isTrue(population: Population, set: readonly string[]): boolean {
  const places = population.having(set);
  if (places.length < minPrompts || population.rate(places) < edge * regionRate) return false;
  return !isExplained(population, set);
}
