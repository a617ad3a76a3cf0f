import {hash} from "node:crypto";
import {uniformFloat64} from "pure-rand/distribution/uniformFloat64";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {skipN} from "pure-rand/utils/skipN";

/** A source of uniform numbers in [0, 1). */
export type Random = () => number;

/** A 32-bit seed from anything that names a draw, such as (seed, run, iteration, slot): same parts, same seed. */
export function seedOf(...parts: (string | number)[]): number {
  return hash("sha256", parts.join("\u0000"), "buffer").readUInt32LE(0);
}

const warmUp = 16; // the first outputs of xoroshiro128+ still show the bits of a 32-bit seed

/** A seeded source of uniform numbers with 53 random bits each. */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed | 0);
  skipN(generator, warmUp);
  return () => uniformFloat64(generator);
}

/** A standard normal number (Box and Muller). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** An integer from 0 to count - 1. */
export const integerBelow = (random: Random, count: number): number => Math.floor(random() * count);

/** One element of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[integerBelow(random, list.length)]!;
}

/** A shuffled copy (Fisher-Yates). */
export function shuffle<T>(random: Random, list: readonly T[]): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = integerBelow(random, i + 1);
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}
