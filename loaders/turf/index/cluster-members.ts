import {createRandom, seedOf, shuffle} from "../../util/random.js";

export const nearestKept = 100; // what the released code summarises from
const heldOut = 5; // members of a cluster kept back for the check
const minHeldBack = 4; // members that a cluster needs before any is kept back

/** Of a cluster: the members nearest to its centre, and those kept back, by number of the attribute. */
export interface Members {
  size: number;
  nearest: number[];
  heldOut: number[];
}

/** Finds the nearest members of a cluster by their cosine with its centre, and keeps some others back. */
export function membersOf(
  cluster: number,
  ids: Iterable<number>,
  cosineOf: (id: number) => number,
  seed: number
): Members {
  const kept = Array.from(ids).sort((a, b) => cosineOf(b) - cosineOf(a) || a - b);
  const drawn = shuffle(createRandom(seedOf(seed, "held out", cluster)), kept.slice(1));
  const back = kept.length < minHeldBack ? [] : drawn.slice(0, Math.min(heldOut, Math.floor(kept.length / 3)));
  const nearest = kept.filter((id) => !back.includes(id)).slice(0, nearestKept);
  return {size: kept.length, nearest, heldOut: back};
}
