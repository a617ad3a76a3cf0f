/**
 * The last iterations are asked in rounds, each planned from what the one before answered: a flag needs a few rounds to
 * become a region, and in the last iteration as a whole it would come to nothing.
 */
const lateIterations = 3;
const roundsOfOne = 3;

/** How the candidates of an iteration are divided into rounds, in the order they are asked. */
export function roundSizes(candidates: number, iteration: number, iterations: number): number[] {
  const rounds = iteration > iterations - lateIterations ? roundsOfOne : 1;
  const upTo = (round: number) => Math.floor((candidates * round) / rounds);
  return Array.from({length: rounds}, (_, round) => upTo(round + 1) - upTo(round));
}

/** Rounds of so many iterations, the last ones among them. */
export const roundsOf = (iterations: number): number =>
  iterations + (roundsOfOne - 1) * Math.min(lateIterations, iterations);

/** Candidates of the rounds that are left, where the next one has `size`. */
export function candidatesLeft(roundsLeft: number, size: number): number {
  const early = roundsLeft - lateIterations * roundsOfOne;
  return early > 0 ? size * (early + lateIterations) : size * roundsLeft;
}
