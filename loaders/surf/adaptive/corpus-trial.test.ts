import {describe, expect, it} from "vitest";
import {AttributePoolBuilder} from "../../corpus/pools/attribute-pool.js";
import {PromptDraws} from "../../corpus/prompts/prompt-draws.js";
import {PromptIndex} from "../../corpus/prompts/prompt-index.js";
import {createRandom, shuffle} from "../../util/random.js";
import {CorpusTrial} from "./corpus-trial.js";
import {Observations} from "./observations.js";
import {searchCorpus} from "./search-corpus.js";
import {isNeeded, isRedundant} from "./trial.js";

const bar = 0.2;

/** A corpus of prompts that have the letters of these words as attributes: `a` is attribute 0, `b` 1. */
function corpusOf(words: readonly string[]) {
  const builder = new AttributePoolBuilder();
  for (const word of ["abcdef", ...words]) builder.addRow(word);
  const pool = builder.build("test");
  const draws = new PromptDraws(new PromptIndex({attributes: pool, textOf: (prompt) => `prompt ${prompt}`}, pool), 1);
  const corpus = searchCorpus(draws);
  const observations = new Observations(pool.attributes.length, 70);
  const answer = (prompt: number, fails: boolean): number =>
    observations.add({
      attributes: [...corpus.attributesOf(prompt)],
      purpose: "explore",
      score: fails ? 90 : 10,
      prompt: String(prompt)
    });
  const trialOf = (set: number[]) =>
    new CorpusTrial(corpus, bar, set, 1, null, 0, 0.16, 1, observations.all.length, observations);
  return {corpus, answer, trialOf};
}

const times = (count: number, word: string): string[] => Array<string>(count).fill(word);

describe("CorpusTrial", () => {
  it("proves what is not so in at most 5%, looked at after each prompt and each round of repeats", () => {
    const random = createRandom(1);
    const rates = Array.from({length: 21}, (_, i) => (i % 5 === 0 ? 0.6 : 0.04)); // at most 0.16 on average
    let proven = 0;
    for (let i = 0; i < 400; i++) {
      const {answer, trialOf} = corpusOf(times(20, "a"));
      const trial = trialOf([0]);
      const order = shuffle(random, [...rates.keys()]);
      const asksAll = (looksBetween: boolean) =>
        order.some((prompt) => {
          answer(prompt, random() < rates[prompt]!);
          return looksBetween && trial.evidenceOfAll(0.16) >= 20;
        }) || trial.evidenceOfAll(0.16) >= 20;
      if ([true, false, false, false].some(asksAll)) proven++;
    }
    expect(proven / 400).toBeLessThanOrEqual(0.05);
  });

  it("proves a lift by prompts that were all asked before it", () => {
    const {answer, trialOf} = corpusOf(times(15, "a"));
    for (let prompt = 0; prompt <= 15; prompt++) answer(prompt, prompt % 2 === 0);
    const trial = trialOf([0]);
    expect(trial.count.n).toBe(0);
    expect(trial.evidenceOfAll(0.02)).toBeGreaterThan(1000);
    for (let prompt = 0; prompt <= 15; prompt++) answer(prompt, prompt % 2 === 0);
    expect(trial.evidenceOfAll(0.02)).toBeGreaterThan(1000);
  });

  it("holds a part with all its prompts against the set, those of the set among them", () => {
    const {answer, trialOf} = corpusOf([...times(20, "ab"), ...times(20, "a"), ...times(200, "b")]);
    for (let prompt = 1; prompt <= 240; prompt++) for (let k = 0; k < 4; k++) answer(prompt, prompt <= 20);
    const [withoutA, withoutB] = trialOf([0, 1]).parts(0.01);
    expect(isNeeded(withoutA!)).toBe(true); // b alone: 20 of 220
    expect([withoutB!.without, isNeeded(withoutB!)]).toEqual([1, false]); // a alone: 20 of 40
  });

  it("takes a set for its part where the part has hardly other prompts", () => {
    const {answer, trialOf} = corpusOf([...times(20, "ab"), ...times(3, "a"), ...times(200, "b")]);
    for (let prompt = 1; prompt <= 223; prompt++) for (let k = 0; k < 2; k++) answer(prompt, prompt <= 20);
    const [, withoutB] = trialOf([0, 1]).parts(0.01);
    expect(isRedundant(withoutB!)).toBe(true);
  });
});

describe("SearchCorpus.shareOf(set)", () => {
  it("adds up to at most one half over all single attributes, and one quarter over all pairs", () => {
    const {corpus} = corpusOf([...times(12, "abc"), ...times(9, "cd"), ...times(3, "e")]);
    const ids = [0, 1, 2, 3, 4, 5];
    const singles = ids.map((id) => corpus.shareOf([id]));
    const pairs = ids.flatMap((a) => ids.filter((b) => b > a).map((b) => corpus.shareOf([a, b])));
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(singles)).toBeCloseTo(0.5, 9);
    expect(corpus.shareOf([4])).toBe(0); // four prompts carry no verdict
    expect(sum(pairs)).toBeCloseTo(0.25, 9);
  });
});
