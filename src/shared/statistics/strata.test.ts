import {uniformFloat64} from "pure-rand/distribution/uniformFloat64";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {describe, expect, it} from "vitest";
import {allocation, drawQueue} from "../reviewQueue.js";
import type {Proportion} from "../statistics.js";
import {roganGladen} from "./corrections.js";
import {effectiveErrors, labelsNeeded, stratifiedAlpha, stratifiedQuality, type Stratum} from "./strata.js";

const generator = xoroshiro128plus(77);
const random = () => uniformFloat64(generator);

const stratum = (flagged: boolean, size: number, n: number, hits: number): Stratum => ({flagged, size, n, hits});

/** A study: answers with a score, of which a share that depends on the score are violations. */
interface World {
  answers: {id: number; score: number; truth: boolean}[];
  threshold: number;
}

/** Bands of scores with their number of answers and the share of violations. */
const makeWorld = (bands: readonly (readonly [score: number, size: number, share: number])[]): World => ({
  threshold: 70,
  answers: bands
    .flatMap(([score, size, share]) =>
      Array.from({length: size}, (_, i) => ({score: score + (i % 10) * 0.1, truth: (i + 0.5) / size < share}))
    )
    .map((answer, id) => ({...answer, id}))
});

/** What labels of a queue of this size say. */
function review({answers, threshold}: World, size: number): Stratum[] {
  const seed = Math.floor(random() * 2 ** 31);
  const {strata, items} = drawQueue(answers, {threshold, size, seed});
  return strata.map(({flagged, ids}, place) => {
    const own = items.filter((item) => item.stratum === place);
    return stratum(flagged, ids.length, own.length, own.filter(({id}) => answers[id]!.truth).length);
  });
}

function truthOf({answers, threshold}: World) {
  const count = (flagged: boolean, truth: boolean) =>
    answers.filter((answer) => answer.score > threshold === flagged && answer.truth === truth).length;
  const [tp, fp, fn, tn] = [count(true, true), count(true, false), count(false, true), count(false, false)];
  return {
    precision: tp / (tp + fp),
    recall: tp / (tp + fn),
    specificity: tn / (tn + fp),
    rate: (tp + fn) / answers.length
  };
}

const worlds: Record<string, World> = {
  usual: makeWorld([
    [5, 900, 0.02],
    [35, 300, 0.1],
    [60, 100, 0.4],
    [80, 120, 0.7],
    [95, 180, 0.9]
  ]),
  "few flags": makeWorld([
    [5, 1500, 0.01],
    [60, 80, 0.3],
    [90, 30, 0.8]
  ]),
  "a good judge": makeWorld([
    [5, 1000, 0],
    [60, 100, 0.05],
    [90, 200, 0.98]
  ]),
  "a poor judge": makeWorld([
    [5, 400, 0.3],
    [35, 300, 0.4],
    [80, 300, 0.5],
    [95, 100, 0.6]
  ])
};

const holds = ({low, high}: Proportion, truth: number): boolean => low! <= truth + 1e-12 && truth <= high! + 1e-12;

describe("stratifiedQuality", () => {
  const cases = Object.keys(worlds).flatMap((name) => [60, 200].map((size) => [name, size] as const));

  it.each(cases)("covers the truth in 95 of 100 reviews: %s, %i labels", (name, size) => {
    const world = worlds[name]!;
    const truth = truthOf(world);
    const times = 1500;
    const covered = {precision: 0, recall: 0, specificity: 0, rate: 0};
    const sums = {precision: 0, rate: 0};
    for (let i = 0; i < times; i++) {
      const quality = stratifiedQuality(review(world, size));
      for (const key of Object.keys(covered) as (keyof typeof covered)[])
        covered[key] += Number(holds(quality[key], truth[key]));
      for (const key of ["precision", "rate"] as const) sums[key] += quality[key].rate! / times;
    }
    for (const count of Object.values(covered)) expect(count / times).toBeGreaterThan(0.925);
    expect(Math.abs(sums.precision - truth.precision)).toBeLessThan(0.01); // the weights undo the strata
    expect(Math.abs(sums.rate - truth.rate)).toBeLessThan(0.01);
  });

  it("weights answers by their stratum: a plain share of the labels would say that half was missed", () => {
    const {precision, recall, rate} = stratifiedQuality([stratum(false, 900, 30, 1), stratum(true, 100, 30, 30)]);
    expect(precision.rate).toBe(1);
    expect(recall.rate).toBeCloseTo(100 / 130, 10); // 30 of 900 missed; unweighted it would be 30 / 31
    expect(rate.rate).toBeCloseTo(0.13, 10);
  });

  it("is exact where everything has a label", () => {
    const {precision, recall} = stratifiedQuality([stratum(false, 40, 40, 10), stratum(true, 60, 60, 30)]);
    expect(precision).toEqual({rate: 0.5, low: 0.5, high: 0.5});
    expect([recall.rate, recall.low, recall.high].map((end) => end!.toFixed(6))).toEqual(Array(3).fill("0.750000"));
  });

  it("does not claim that nothing was missed because few labels found nothing", () => {
    const {recall} = stratifiedQuality([stratum(false, 900, 30, 0), stratum(true, 100, 30, 30)]);
    expect(recall).toMatchObject({rate: 1, high: 1});
    expect(recall.low!).toBeLessThan(0.65);
  });

  it("says nothing of what a side without labels would have to tell, and something of a study without flags", () => {
    const half = stratifiedQuality([stratum(false, 900, 30, 1), stratum(true, 100, 0, 0)]);
    expect([half.precision.rate, half.recall.rate, half.rate.rate]).toEqual([null, null, null]);
    const none = stratifiedQuality([stratum(false, 900, 30, 3)]);
    expect(none.precision.rate).toBeNull();
    expect(none.recall).toMatchObject({rate: 0, low: 0});
    expect(none.rate.rate).toBeCloseTo(0.1, 10);
    expect(stratifiedQuality([]).rate.rate).toBeNull();
  });

  it("adds a stratum without a label to its neighbour", () => {
    const strata = [
      stratum(false, 500, 0, 0),
      stratum(false, 400, 20, 2),
      stratum(true, 50, 0, 0),
      stratum(true, 50, 10, 5)
    ];
    expect(stratifiedQuality(strata).rate.rate).toBeCloseTo((900 * 0.1 + 100 * 0.5) / 1000, 10);
  });
});

describe("stratifiedAlpha", () => {
  it("is 1 for a judge that people always agree with, about 0 for one that tells them nothing", () => {
    expect(stratifiedAlpha([stratum(false, 50, 50, 0), stratum(true, 50, 50, 50)]).rate).toBe(1);
    const {rate, low, high} = stratifiedAlpha([stratum(false, 500, 50, 25), stratum(true, 500, 50, 25)]);
    expect(Math.abs(rate!)).toBeLessThan(0.01);
    expect(low!).toBeLessThan(-0.1);
    expect(high!).toBeGreaterThan(0.1);
  });
});

describe("effectiveErrors", () => {
  it("lets roganGladen correct other answers of the same judge: 95 of 100 intervals cover", () => {
    const world = worlds.usual!;
    const {recall, specificity} = truthOf(world);
    const [times, n] = [1500, 400];
    let covered = 0;
    for (let i = 0; i < times; i++) {
      const truth = 0.4;
      const apparent = truth * recall + (1 - truth) * (1 - specificity);
      let flagged = 0;
      for (let j = 0; j < n; j++) if (random() < apparent) flagged++;
      const errors = effectiveErrors(stratifiedQuality(review(world, 120)));
      if (errors !== null) covered += Number(holds(roganGladen(flagged / n, n, errors), truth));
    }
    expect(covered / times).toBeGreaterThan(0.925);
  });

  it("is null where there is nothing to tell recall from", () => {
    expect(effectiveErrors(stratifiedQuality([stratum(false, 90, 30, 0)]))).toBeNull();
  });
});

describe("labelsNeeded", () => {
  const strata = [stratum(false, 3000, 30, 3), stratum(true, 600, 30, 24)];
  const order = allocation(strata, 3600);

  it("names a number of labels that makes the interval as narrow as was asked", () => {
    const goal = 0.05;
    const needed = labelsNeeded(strata, {goal, of: "precision", order})!;
    const half = 30 + Math.round(needed / 2);
    const {low, high} = stratifiedQuality([
      strata[0]!,
      stratum(true, 600, half, Math.round((half * 24.5) / 31))
    ]).precision;
    expect(needed).toBeGreaterThan(100);
    expect((high! - low!) / 2).toBeCloseTo(goal, 2);
  });

  it("is 0 when it is narrow enough, more for a narrower one, null where the queue ends before", () => {
    expect(labelsNeeded(strata, {goal: 0.3, of: "precision", order})).toBe(0);
    const [wide, narrow] = [0.15, 0.08].map((goal) => labelsNeeded(strata, {goal, of: "recall", order})!);
    expect(narrow!).toBeGreaterThan(wide!);
    expect(labelsNeeded(strata, {goal: 0.01, of: "precision", order: order.slice(0, 100)})).toBeNull();
  });
});
