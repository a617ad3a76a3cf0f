import {createRandom, seedOf, type Random} from "../../../loaders/util/random.js";
import type {Region, SearchWorld} from "./world.js";

/** What one search on one world came to. */
export interface Outcome {
  calls: number;
  found: number; // planted regions that a true report holds
  planted: number;
  reported: number;
  true: number; // reports that hold (isTrue)
  firstTrue: number | null; // calls before the first true region was known
  repeats: number; // calls on a region after its first flag
  excludesTruly: boolean; // what an adaptive search says it excludes is so
  stopped: {calls: number; found: number} | null; // where the stop rule would have ended it; null: nowhere
}

/** A set of attributes that a sampler reports. */
export interface ReportedRegion {
  attributes: readonly number[];
  at: number; // calls made when it was known
}

export interface AskedCandidate {
  attributes: readonly number[];
  flagged: boolean;
}

const within = (region: Region, attributes: readonly number[]): boolean =>
  region.members.every((wordings) => wordings.some((id) => attributes.includes(id)));

export const bar = 0.2; // the product's default: a region fails at least so often
const tolerance = 0.2; // of the bar, for the noise at the edge

/**
 * Whether a report holds: the world's rate under the reported set is at least the bar less a fifth of it, and no proper
 * subset has more than half of its lift over the base rate. So a set with an attribute too many is false.
 */
export function isTrue(world: SearchWorld, attributes: readonly number[], random: Random): boolean {
  const rate = world.trueRate(attributes, random);
  if (rate < bar * (1 - tolerance)) return false;
  const half = (rate + world.base) / 2;
  return properSubsets(attributes).every((subset) => world.trueRate(subset, random) <= half);
}

/** All subsets but the whole and the empty one. */
function properSubsets(set: readonly number[]): number[][] {
  const masks = Array.from({length: Math.max(0, 2 ** set.length - 2)}, (_, i) => i + 1);
  return masks.map((mask) => set.filter((_, i) => (mask >> i) & 1));
}

/** Holds the reports against the world's answer sheet. */
export function judgeReports(
  world: SearchWorld,
  reports: readonly ReportedRegion[],
  asked: readonly AskedCandidate[],
  seed: number
): Outcome {
  const random = createRandom(seedOf("truth", world.name, seed));
  const right = reports.filter(({attributes}) => isTrue(world, attributes, random));
  const found = world.regions.filter((region) => right.some(({attributes}) => within(region, attributes)));
  return {
    calls: asked.length,
    found: found.length,
    planted: world.regions.length,
    reported: reports.length,
    true: right.length,
    firstTrue: right.length === 0 ? null : Math.min(...right.map(({at}) => at)),
    repeats: countRepeats(world, asked),
    excludesTruly: true,
    stopped: null
  };
}

function countRepeats({regions}: SearchWorld, asked: readonly AskedCandidate[]): number {
  const seen = new Set<Region>();
  let repeats = 0;
  for (const {attributes, flagged} of asked) {
    const inside = regions.find((region) => within(region, attributes));
    if (inside === undefined) continue;
    if (seen.has(inside)) repeats++;
    else if (flagged) seen.add(inside);
  }
  return repeats;
}
