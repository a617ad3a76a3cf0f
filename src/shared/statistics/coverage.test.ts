import {uniformFloat64} from "pure-rand/distribution/uniformFloat64";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {describe, expect, it} from "vitest";
import {wilson} from "../statistics.js";
import {bootstrap, krippendorffAlpha, type Ratings} from "./agreement.js";
import {clusterMean, clusterRate, type Cluster} from "./clusters.js";
import {roganGladen} from "./corrections.js";
import {newcombe, oddsRatio, pairedDifference, welch} from "./differences.js";

/** Coverage of every 95% interval, by simulation (docs/statistics.md has the figures). */

const generator = xoroshiro128plus(20261);
const random = () => uniformFloat64(generator);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function gamma(shape: number): number {
  if (shape < 1) return gamma(shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A prompt's own rate, given the mean rate and how much prompts differ: 0 not at all, 1 all or nothing. */
function promptRate(rate: number, alike: number): number {
  if (alike === 0 || rate === 0) return rate;
  const size = 1 / alike - 1;
  const [a, b] = [gamma(rate * size), gamma((1 - rate) * size)];
  return a + b === 0 ? (random() < rate ? 1 : 0) : a / (a + b);
}

const bernoulli = (rate: number): number => (random() < rate ? 1 : 0);
const binomial = (n: number, rate: number): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += bernoulli(rate);
  return sum;
};
const clustersOf = (prompts: number, samples: number, rate: number, alike: number): Cluster[] =>
  Array.from({length: prompts}, () => ({n: samples, sum: binomial(samples, promptRate(rate, alike))}));

type Interval = {low: number | null; high: number | null};
const holds = ({low, high}: Interval, truth: number): number => (low! <= truth && truth <= (high ?? Infinity) ? 1 : 0);

function coverage(times: number, draw: () => number): number {
  let covered = 0;
  for (let i = 0; i < times; i++) covered += draw();
  return covered / times;
}

const sizes = [20, 100, 1000];
const rates = [0, 0.02, 0.5, 0.98];
const cases = sizes.flatMap((n) => rates.map((rate) => [n, rate] as const));

/** Floor and ceiling of the coverage; the ceiling is left out where counts near 0 or n make every interval generous. */
function expectCoverage(value: number, {ceiling = 0.975}: {ceiling?: number} = {}): void {
  expect(value).toBeGreaterThan(0.925); // 93% less the error of the simulation
  expect(value).toBeLessThanOrEqual(ceiling);
}

describe("coverage of 95% intervals", () => {
  it.each(cases)("wilson: n = %i, rate %d", (n, rate) => {
    const covered = coverage(n === 1000 ? 4000 : 12_000, () => holds(wilson(binomial(n, rate), n), rate));
    if (rate === 0)
      expect(covered).toBe(1); // no count but 0 can come: any interval that has 0 covers always
    else expectCoverage(covered);
  });

  it.each(cases)("newcombe: n = %i, rate %d against a tenth more or less", (n, rate) => {
    const other = rate > 0.5 ? rate - 0.1 : rate + 0.1;
    const covered = coverage(n === 1000 ? 2000 : 8000, () =>
      holds(newcombe({n, sum: binomial(n, rate)}, {n, sum: binomial(n, other)}), other - rate)
    );
    expectCoverage(covered, {ceiling: rate === 0.5 ? 0.975 : n === 20 ? 1 : 0.985}); // counts of 0 to 2 of 20
  });

  const clustered = [20, 100, 1000].flatMap((prompts) =>
    [0.02, 0.5, 0.98].flatMap((rate) => [0, 0.1, 0.5, 0.9].map((alike) => [prompts, rate, alike] as const))
  );
  it.each(clustered)("clusterRate: %i prompts x 20, rate %d, likeness %d", (prompts, rate, alike) => {
    const covered = coverage(prompts === 1000 ? 300 : 1500, () =>
      holds(clusterRate(clustersOf(prompts, 20, rate, alike)), rate)
    );
    const differ = alike >= 0.5 && rate === 0.5;
    const error = prompts === 1000 ? 0.02 : 0.005;
    expect(covered).toBeGreaterThan(0.93 - error);
    if (differ) expect(covered).toBeLessThan(0.97 + error);
  });

  it.each([20, 100, 1000])("clusterRate: %i prompts that never violate", (prompts) => {
    expect(holds(clusterRate(clustersOf(prompts, 20, 0, 0)), 0)).toBe(1);
  });

  it.each(clustered)("pairedDifference of rates: %i prompts x 20, rate %d, likeness %d", (prompts, rate, alike) => {
    const shift = rate > 0.5 ? -0.1 : 0.1;
    const covered = coverage(prompts === 1000 ? 300 : 1500, () => {
      const pairs = Array.from({length: prompts}, () => {
        const own = promptRate(rate, alike);
        const sides = [own, own + shift * (shift > 0 ? 1 - own : own)];
        return sides.map((side) => ({n: 20, sum: binomial(20, side)})) as unknown as [Cluster, Cluster];
      });
      return holds(pairedDifference(pairs, "rate"), shift * (shift > 0 ? 1 - rate : rate));
    });
    expect(covered).toBeGreaterThan(0.93 - (prompts === 1000 ? 0.02 : 0.005));
  });

  it.each(sizes)("clusterMean and welch: %i prompts, skewed lengths", (prompts) => {
    const lengths = (scale: number): Cluster[] =>
      Array.from({length: prompts}, () => ({n: 5, sum: 5 * scale * gamma(4)}));
    const times = prompts === 1000 ? 400 : 2000;
    const error = prompts === 1000 ? 0.02 : 0.005;
    for (const covered of [
      coverage(times, () => holds(clusterMean(lengths(1)), 4)),
      coverage(times, () => holds(welch(lengths(1), lengths(2)), 4))
    ]) {
      expect(covered).toBeGreaterThan(0.93 - error);
      expect(covered).toBeLessThan(0.97 + error);
    }
  });

  it.each(sizes)("clusterMean of one prompt: %i samples", (n) => {
    const covered = coverage(n === 1000 ? 500 : 2000, () => {
      const values = Array.from({length: n}, () => gamma(4));
      const sum = values.reduce((total, value) => total + value, 0);
      return holds(clusterMean([{n, sum, squares: values.reduce((total, value) => total + value ** 2, 0)}]), 4);
    });
    expect(covered).toBeGreaterThan(0.92);
    expect(covered).toBeLessThan(0.98);
  });

  it.each(cases.filter(([, rate]) => rate > 0))("oddsRatio: n = %i, rate %d", (n, rate) => {
    const other = rate === 0.5 ? 0.7 : 0.5;
    const oddsOf = (share: number): number => share / (1 - share);
    const truth = oddsOf(other) / oddsOf(rate);
    const covered = coverage(n === 1000 ? 1500 : 4000, () =>
      holds(oddsRatio([{n, sum: binomial(n, rate)}], [{n, sum: binomial(n, other)}]), truth)
    );
    expectCoverage(covered, {ceiling: n === 20 ? 1 : 0.98});
  });

  it.each(cases)("roganGladen: n = %i, true rate %d, a judge labelled 100 times", (n, rate) => {
    const [sensitivity, specificity] = [0.9, 0.95];
    const covered = coverage(n === 1000 ? 2000 : 5000, () => {
      const truePositives = binomial(50, sensitivity);
      const trueNegatives = binomial(50, specificity);
      const errors = {
        truePositives,
        falseNegatives: 50 - truePositives,
        trueNegatives,
        falsePositives: 50 - trueNegatives
      };
      const apparent = rate * sensitivity + (1 - rate) * (1 - specificity);
      return holds(roganGladen(binomial(n, apparent) / n, n, errors), rate);
    });
    expect(covered).toBeGreaterThan(0.925); // an end at 0 or 1 makes it generous there
    if (rate === 0.5) expect(covered).toBeLessThan(0.975);
  });

  it.each([20, 100, 1000])("bootstrap of Krippendorff's alpha: %i units", (units) => {
    const agree = 0.8; // both raters copy a fair coin, else toss their own: alpha is agree squared
    const toss = (truth: number) => (random() < agree ? truth : bernoulli(0.5));
    const draws = 400;
    const covered = coverage(units === 1000 ? 100 : 400, () => {
      const ratings: Ratings[] = Array.from({length: units}, () => {
        const truth = bernoulli(0.5);
        return [toss(truth), toss(truth)];
      });
      return holds(
        bootstrap(ratings, (drawn) => krippendorffAlpha(drawn), {draws}),
        agree ** 2
      );
    });
    expect(covered).toBeGreaterThan(units === 20 ? 0.86 : units === 100 ? 0.9 : 0.88);
  });
});
