/**
 * The last iterations are asked in rounds, each planned from what the one before answered: a flag needs a few rounds to
 * become a region. What is first flagged in the very last round comes to nothing, so that one is small.
 */
const lateIterations = 3;
const lateEnds = [1 / 3, 2 / 3, 1];
const lastEnds = [0.5, 0.8, 1];

/** How the candidates of an iteration are divided into rounds, in the order they are asked. */
export function roundSizes(candidates: number, iteration: number, iterations: number): number[] {
  const ends = endsOf(iterations - iteration);
  const upTo = [0, ...ends.map((end) => Math.round(candidates * end))];
  return ends.map((_, round) => upTo[round + 1]! - upTo[round]!);
}

/** Rounds of so many iterations, the last ones among them. */
export function roundsOf(iterations: number): number {
  const late = Math.min(lateIterations, iterations);
  return iterations - late + late * lateEnds.length;
}

/** Candidates of the rounds that are left, where the next one has `size`. */
export function candidatesLeft(roundsLeft: number, size: number): number {
  const shares: number[] = []; // of an iteration, from the last round on
  for (let later = 0; shares.length < roundsLeft; later++) {
    const ends = endsOf(later);
    shares.push(...ends.map((end, round) => end - (ends[round - 1] ?? 0)).toReversed());
  }
  const left = shares.slice(0, roundsLeft);
  return Math.round((size / left.at(-1)!) * left.reduce((sum, share) => sum + share, 0));
}

/** Where the rounds of an iteration end, in shares of it, by how many iterations come after. */
const endsOf = (later: number): readonly number[] => (later === 0 ? lastEnds : later < lateIterations ? lateEnds : [1]);
