import {uniformFloat64} from "pure-rand/distribution/uniformFloat64";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";

/** What each rater said of one unit; null where a rater said nothing. */
export type Ratings = readonly (number | null)[];

export type Level = "nominal" | "interval";

const distances: Record<Level, (a: number, b: number) => number> = {
  nominal: (a, b) => (a === b ? 0 : 1),
  interval: (a, b) => (a - b) ** 2
};

/**
 * Krippendorff's alpha: 1 is full agreement, 0 what chance gives. Units with fewer than two ratings do not count. Null
 * when nothing can be compared, or all ratings are one value.
 */
export function krippendorffAlpha(units: readonly Ratings[], level: Level = "nominal"): number | null {
  const pairable = units.map((unit) => unit.filter((value) => value !== null)).filter(({length}) => length > 1);
  const distance = distances[level];
  const all = new Map<number, number>();
  let observed = 0;
  let n = 0;
  for (const values of pairable) {
    n += values.length;
    for (const value of values) all.set(value, (all.get(value) ?? 0) + 1);
    for (let i = 0; i < values.length; i++)
      for (let j = 0; j < i; j++) observed += (2 * distance(values[i]!, values[j]!)) / (values.length - 1);
  }
  let expected = 0;
  const counts = [...all];
  for (const [a, countA] of counts) for (const [b, countB] of counts) expected += countA * countB * distance(a, b);
  return expected === 0 ? null : 1 - observed / n / (expected / (n * (n - 1)));
}

/** The 95% interval of a statistic by a seeded percentile bootstrap over units; null when most draws have no value. */
export function bootstrap<T>(
  units: readonly T[],
  statistic: (drawn: readonly T[]) => number | null,
  {draws = 1000, seed = 1} = {}
): {low: number | null; high: number | null} {
  const generator = xoroshiro128plus(seed);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const value = statistic(units.map(() => units[Math.floor(uniformFloat64(generator) * units.length)]!));
    if (value !== null) values.push(value);
  }
  if (values.length < draws / 2) return {low: null, high: null};
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.min(values.length - 1, Math.floor(share * values.length))]!;
  return {low: at(0.025), high: at(0.975)};
}
