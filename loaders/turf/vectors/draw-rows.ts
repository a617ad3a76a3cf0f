import {integerBelow} from "../../util/random.js";

/**
 * Numbers of k different rows of `count`, in order: all sets alike likely or, with weights, as rows drawn one after the
 * other by weight without putting back. A row of weight 0 comes last.
 */
export function drawRows(random: () => number, count: number, k: number, weights?: Float64Array): number[] {
  const drawn = weights === undefined ? drawEvenly(random, count, k) : drawByWeight(random, weights, k);
  return drawn.sort((a, b) => a - b);
}

/** Floyd's way. */
function drawEvenly(random: () => number, count: number, k: number): number[] {
  const drawn = new Set<number>();
  for (let i = count - k; i < count; i++) {
    const row = integerBelow(random, i + 1);
    drawn.add(drawn.has(row) ? i : row);
  }
  return [...drawn];
}

/** The k rows whose exponential waiting times, at the rate of their weights, are shortest. */
function drawByWeight(random: () => number, weights: Float64Array, k: number): number[] {
  const times = Float64Array.from(weights, (weight) => -Math.log(1 - random()) / weight);
  return Array.from(times, (_, row) => row)
    .sort((a, b) => times[a]! - times[b]! || a - b)
    .slice(0, k);
}
