import {seedOf} from "../../loaders/util/random.js";
import {isExplained} from "./explained.js";
import type {Population} from "./population.js";
import {frequentSets, regionRate, selectSets} from "./select-sets.js";

/** A region that is really there, by the definition of docs/real-model.md. */
export interface TrueRegion {
  attributes: string[]; // one or two, sorted
  prompts: number; // that have all of them
  rate: number; // mean over those prompts
  held: number; // the rate on the half of the prompts on which it was not selected
  base: number; // rate of the prompts that do not have all of them
}

/**
 * True regions of a population, the highest held-back rate first: sets that are selected on one half of the prompts, and
 * on the other half have the rate too and are explained by no smaller set. Each half selects once.
 */
export function trueRegions(population: Population): TrueRegion[] {
  const [one, two] = [0, 1].map((half) => population.filter(({id}) => seedOf("half", id) % 2 === half));
  const sets = [...held(one!, two!), ...held(two!, one!)];
  const distinct = new Map(sets.toReversed().map((region) => [region.attributes.join("\n"), region]));
  return [...distinct.values()]
    .map((region) => ({...region, ...describe(population, region.attributes)}))
    .sort((a, b) => b.held - a.held || b.prompts - a.prompts);
}

function held(selecting: Population, measuring: Population): Pick<TrueRegion, "attributes" | "held">[] {
  const others = new Set(frequentSets(measuring).map((set) => set.join("\n")));
  const tested = frequentSets(selecting).filter((set) => others.has(set.join("\n")));
  return selectSets(selecting, tested).flatMap((attributes) => {
    const rate = measuring.rate(measuring.having(attributes));
    return rate < regionRate || isExplained(measuring, attributes) ? [] : {attributes, held: rate};
  });
}

function describe(population: Population, set: readonly string[]): Pick<TrueRegion, "prompts" | "rate" | "base"> {
  const inside = population.having(set);
  const members = new Set(inside);
  const outside = population.prompts.flatMap((_, place) => (members.has(place) ? [] : place));
  return {prompts: inside.length, rate: population.rate(inside), base: population.rate(outside)};
}
