import {seedOf} from "../../util/random.js";

// Which answer of a recorded model a request gets is part of its seed: its last ten bits are the number of the draw, the
// others choose where among the prompt's answers the draws begin. So it depends on nothing but the request, whatever
// order calls come in, and draws of one prompt with consecutive numbers get different answers while there are some.

const draws = 1024; // of a prompt that have seeds of their own

/**
 * The seed of a request to a recorded model: the draw with that number, from 0, of a prompt in a study with that seed.
 * Searches draw `forward`, probes the other way, so that they meet the same answer last.
 */
export function drawSeed(seed: number, prompt: string, draw: number, {forward}: {forward: boolean}): number {
  const start = seedOf("draw", seed, prompt);
  const number = draw % (draws / 2);
  return start - (start % draws) + (forward ? number : draws - 1 - number);
}

/** The number of a draw, whichever way it goes. */
export const drawNumber = (seed: number): number => Math.min(seed % draws, draws - 1 - (seed % draws));

/** Which of `count` answers a seed draws. */
export function drawnAnswer(seed: number, count: number): number {
  const start = Math.floor(seed / draws) % count;
  const isForward = seed % draws < draws / 2;
  const number = drawNumber(seed) % count;
  return isForward ? (start + number) % count : (start - 1 - number + 2 * count) % count;
}
