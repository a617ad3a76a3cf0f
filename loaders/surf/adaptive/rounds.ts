import {lastRoundEnds, roundEnds} from "./constants.js";

/**
 * How the candidates of an iteration are divided into rounds, in the order they are asked. Each round is planned from
 * the outcomes of the ones before.
 */
export function roundSizes(candidates: number, iteration: number, iterations: number): number[] {
  const ends = endsOf(iterations - iteration);
  const upTo = [0, ...ends.map((end) => Math.round(candidates * end))];
  return ends.map((_, round) => upTo[round + 1]! - upTo[round]!);
}

/** Rounds of a number of iterations. */
export const countRounds = (iterations: number): number => (iterations - 1) * roundEnds.length + lastRoundEnds.length;

/** Where the rounds of an iteration end, in shares of it, by how many iterations come after it. */
const endsOf = (later: number): readonly number[] => (later === 0 ? lastRoundEnds : roundEnds);
