import type {Population} from "./population.js";
import type {TrueRegion} from "./truth.js";

const sameMeaning = 0.5; // Jaccard index of the prompts

/** True regions by what they mean: a region joins the first one before it with which it shares half of its prompts. */
export function groupByMeaning(population: Population, regions: readonly TrueRegion[]): TrueRegion[][] {
  const groups: {places: Set<number>; regions: TrueRegion[]}[] = [];
  for (const region of regions) {
    const places = new Set(population.having(region.attributes));
    const group = groups.find((each) => jaccard(each.places, places) >= sameMeaning);
    if (group === undefined) groups.push({places, regions: [region]});
    else group.regions.push(region);
  }
  return groups.map((group) => group.regions);
}

/** Whether two sets of attributes are mostly on the same prompts. */
export const meansSame = (population: Population, a: readonly string[], b: readonly string[]): boolean =>
  jaccard(new Set(population.having(a)), new Set(population.having(b))) >= sameMeaning;

function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const both = [...a].filter((place) => b.has(place)).length;
  const either = a.size + b.size - both;
  return either === 0 ? 0 : both / either;
}
