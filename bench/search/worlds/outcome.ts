import {createRandom, seedOf} from "../../../loaders/util/random.js";
import type {Region, SearchWorld} from "./world.js";

/** What one search on one world came to. */
export interface Outcome {
  calls: number;
  found: number; // planted regions that a true report holds
  planted: number;
  reported: number;
  true: number; // reports whose true rate is at least half
  firstTrue: number | null; // calls before the first true region was known
  repeats: number; // calls on a region after its first flag
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

/** Holds the reports against the world's answer sheet. */
export function judgeReports(
  world: SearchWorld,
  reports: readonly ReportedRegion[],
  asked: readonly AskedCandidate[],
  seed: number
): Outcome {
  const random = createRandom(seedOf("truth", world.name, seed));
  const right = reports.filter(({attributes}) => world.trueRate(attributes, random) >= 0.5);
  const found = world.regions.filter((region) => right.some(({attributes}) => within(region, attributes)));
  return {
    calls: asked.length,
    found: found.length,
    planted: world.regions.length,
    reported: reports.length,
    true: right.length,
    firstTrue: right.length === 0 ? null : Math.min(...right.map(({at}) => at)),
    repeats: countRepeats(world, asked),
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
