import {lastRoundEnds, lateIterations, lateRoundEnds} from "./constants.js";

/**
 * How the candidates of an iteration are divided into rounds, in the order they are asked. An iteration is one round,
 * but the last iterations are three each: a flag needs a few rounds to become a region, and each round is planned from
 * the outcomes of the one before.
 */
export function roundSizes(candidates: number, iteration: number, iterations: number): number[] {
  const ends = roundEnds(iterations - iteration);
  const upTo = [0, ...ends.map((end) => Math.round(candidates * end))];
  return ends.map((_, round) => upTo[round + 1]! - upTo[round]!);
}

/** Rounds of a number of iterations, the last ones among them. */
export function countRounds(iterations: number): number {
  const late = Math.min(lateIterations, iterations);
  return iterations - late + late * lateRoundEnds.length;
}

/** Candidates of the rounds that are left, where the next one has `size`. */
export function candidatesLeft(roundsLeft: number, size: number): number {
  const shares: number[] = []; // of an iteration, from the last round back
  for (let later = 0; shares.length < roundsLeft; later++) {
    const ends = roundEnds(later);
    shares.push(...ends.map((end, round) => end - (ends[round - 1] ?? 0)).toReversed());
  }
  const left = shares.slice(0, roundsLeft);
  return Math.round((size / left.at(-1)!) * left.reduce((sum, share) => sum + share, 0));
}

/** Where the rounds of an iteration end, in shares of it, by how many iterations come after it. */
const roundEnds = (later: number): readonly number[] =>
  later === 0 ? lastRoundEnds : later < lateIterations ? lateRoundEnds : [1];
