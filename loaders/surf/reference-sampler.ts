import {poolRows, type AttributePool} from "../corpus/pools/attribute-pool.js";
import {integerBelow, shuffle, type Random} from "../util/random.js";
import {binomial, drawDistinct, drawWeighted, maxAttributes} from "./draws.js";
import type {Sampler} from "./sampler.js";

/** Probability that an attribute of the random row is dropped, by the number k of weighted draws (released code). */
export const exclusionByDraws = [0, 0, 0.2, 0.4, 0.6, 0.8] as const;

/**
 * The released code's draw: k ~ Binomial(5, 0.5) from the weighted pool without replacement, then 1-5 attributes of one
 * random pool row, each dropped with a probability that rises with k; at most five in total, shuffled. That probability
 * depends on k even if fewer attributes have weight. No attribute is repeated, and there is always at least one.
 */
export function createReferenceSampler(pool: AttributePool): Sampler {
  return {
    draw(weights, random) {
      const k = binomial(random, maxAttributes, 0.5);
      const weighted = drawWeighted(random, weights, k);
      const row = drawRow(pool, random);
      const fromRow = drawFromRow(pool, row, random);
      const kept = fromRow.filter(() => random() >= exclusionByDraws[k]!).filter((a) => !weighted.includes(a));
      const others = kept.slice(0, maxAttributes - weighted.length);
      if (weighted.length + others.length === 0) others.push(fromRow[0]!);
      return {
        attributes: shuffle(random, [...weighted, ...others]),
        weighted,
        sourceRow: others.length > 0 ? row : null
      };
    }
  };
}

/** Draws a row that has attributes. Rows without any keep their number but are never drawn. */
function drawRow(pool: AttributePool, random: Random): number {
  for (;;) {
    const row = integerBelow(random, poolRows(pool));
    if (pool.rowStarts[row]! < pool.rowStarts[row + 1]!) return row;
  }
}

function drawFromRow({attributes, rowStarts, rowAttributes}: AttributePool, row: number, random: Random): string[] {
  const start = rowStarts[row]!;
  const count = rowStarts[row + 1]! - start;
  const wanted = 1 + integerBelow(random, maxAttributes);
  const drawn = drawDistinct(random, count, Math.min(wanted, count)).map((i) => attributes[rowAttributes[start + i]!]!);
  return [...new Set(drawn)];
}
