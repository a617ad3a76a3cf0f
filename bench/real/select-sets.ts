import {benjaminiHochberg} from "../../src/shared/statistics/corrections.js";
import {comparePrompts} from "./compare-prompts.js";
import {isExplained} from "./explained.js";
import type {Population} from "./population.js";

export const regionRate = 0.2; // at least
export const minPrompts = 8; // that a rate rests on, at least
const falseDiscoveries = 0.05;

/**
 * Of the sets to test, those whose rate is at least `regionRate` and above what surrounds them, at 5% false discoveries
 * among all that are tested, and that no smaller set explains.
 */
export function selectSets(population: Population, tested: readonly string[][]): string[][] {
  const qs = benjaminiHochberg(tested.map((set) => comparePrompts(population, set)));
  return tested.filter((set, i) => {
    if (qs[i]! > falseDiscoveries || population.rate(population.having(set)) < regionRate) return false;
    return !isExplained(population, set);
  });
}

/** Every set of one or two attributes that at least `minPrompts` prompts have, single attributes first. */
export function frequentSets(population: Population): string[][] {
  const enough = [...countSets(population)].filter(([, prompts]) => prompts >= minPrompts);
  return enough.map(([key]) => key.split("\n")).sort(bySize);
}

/** How many prompts have a set of one or two attributes, by its attributes in order, one a line. */
function countSets({prompts}: Population): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const {attributes} of prompts) {
    const sorted = [...attributes].sort();
    for (const [i, first] of sorted.entries()) {
      count(first);
      for (const second of sorted.slice(i + 1)) count(`${first}\n${second}`);
    }
  }
  return counts;
}

const bySize = (a: readonly string[], b: readonly string[]): number =>
  a.length - b.length || (a.join("\n") < b.join("\n") ? -1 : 1);
