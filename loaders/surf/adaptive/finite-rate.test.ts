import {describe, expect, it} from "vitest";
import {createRandom} from "../../util/random.js";
import {finiteCount} from "./finite-rate.js";
import {Observations} from "./observations.js";
import {probabilityAbove} from "./trial.js";

/** Prompts with their rates, asked by place: `again` adds an answer to one that was asked. */
function corpusOf(rates: readonly number[], random: () => number) {
  const observations = new Observations(1, 70);
  const ask = (prompt: number): number =>
    observations.add({
      attributes: [0],
      purpose: "verify",
      score: random() < rates[prompt]! ? 90 : 10,
      prompt: String(prompt)
    });
  return {observations, ask};
}

const explained = (): number => 0; // no region is known

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("finiteCount(observations, prompts)", () => {
  it("knows the rate of prompts that were all asked many times nearly exactly", () => {
    const rates = Array.from({length: 40}, (_, i) => (i % 4 === 0 ? 0.9 : 0.05));
    const {observations, ask} = corpusOf(rates, createRandom(1));
    for (let k = 0; k < 40; k++) for (const prompt of rates.keys()) ask(prompt);
    const asked = [...observations.all.keys()];
    const {n, violations} = finiteCount(observations, {total: 40, asked, sample: new Set(asked), since: 0, explained});
    expect(Math.abs(violations / n - meanOf(rates))).toBeLessThan(0.02);
    expect(n).toBeGreaterThan(1000);
    const once = finiteCount(observations, {total: 400, asked, sample: new Set(asked), since: 0, explained});
    expect(once.n).toBeLessThan(60); // forty prompts of four hundred
  });

  it("counts a single answer each as independent queries, if the sample is all that there is", () => {
    const {observations, ask} = corpusOf(Array<number>(50).fill(0.3), createRandom(2));
    const asked = Array.from({length: 50}, (_, prompt) => ask(prompt));
    const {violations} = observations.count(asked);
    const count = finiteCount(observations, {total: 50, asked, sample: new Set(asked), since: 0, explained});
    expect(count.n).toBeCloseTo(50, 6);
    expect(count.violations).toBeCloseTo(violations, 6);
  });

  it("is not misled by the luck of the prompts that led to a set", () => {
    const random = createRandom(3);
    let wrong = 0;
    let high = 0;
    for (let trial = 0; trial < 400; trial++) {
      const {observations, ask} = corpusOf(Array<number>(80).fill(0.12), random);
      const led: number[] = [];
      for (let prompt = 0; led.length < 20; prompt = (prompt + 1) % 20) led.push(ask(prompt));
      if (observations.count(led).violations < 5) continue; // nobody would try the set
      const sample = new Set(Array.from({length: 24}, (_, i) => ask(20 + i)));
      const count = finiteCount(observations, {
        total: 80,
        asked: [...observations.all.keys()],
        sample,
        since: led.length,
        explained
      });
      high++;
      if (probabilityAbove(0.16, count) >= 0.95) wrong++;
    }
    expect(high).toBeGreaterThan(20);
    expect(wrong / high).toBeLessThanOrEqual(0.05);
  });

  it("believes prompts that led to a set once repeats say that they fail as often again", () => {
    const rates = Array.from({length: 60}, (_, i) => (i < 30 ? 0.95 : 0.02));
    const {observations, ask} = corpusOf(rates, createRandom(4));
    for (let prompt = 0; prompt < 30; prompt++) ask(prompt);
    const sample = new Set(Array.from({length: 20}, (_, i) => ask(30 + i)));
    const rateNow = () => {
      const {n, violations} = finiteCount(observations, {
        total: 60,
        asked: [...observations.all.keys()],
        sample,
        since: 30,
        explained
      });
      return violations / n;
    };
    const before = rateNow();
    for (let k = 0; k < 3; k++) for (let prompt = 0; prompt < 50; prompt++) ask(prompt);
    expect(before).toBeLessThan(0.35);
    expect(rateNow()).toBeGreaterThan(0.42);
  });

  it("takes the rate of a region for prompts in it that were asked once, and led to the set", () => {
    const {observations, ask} = corpusOf(Array<number>(60).fill(0), createRandom(6));
    for (let prompt = 0; prompt < 30; prompt++) ask(prompt);
    const sample = new Set(Array.from({length: 30}, (_, i) => ask(30 + i)));
    const prompts = {total: 60, asked: [...observations.all.keys()], sample, since: 30};
    const rateOf = (explained: (index: number) => number) => {
      const {n, violations} = finiteCount(observations, {...prompts, explained});
      return violations / n;
    };
    expect(rateOf(() => 0)).toBe(0);
    expect(rateOf((i) => (i < 30 ? 0.4 : 0))).toBeCloseTo(0.2, 1);
  });

  it("takes what was asked as it is where there is no sample", () => {
    const {observations, ask} = corpusOf([1, 1, 0, 0, 0, 0], createRandom(5));
    const asked = [0, 1, 2].map(ask);
    expect(finiteCount(observations, {total: 6, asked, sample: new Set(), since: 0, explained})).toEqual({
      n: 3,
      violations: 2
    });
  });
});
