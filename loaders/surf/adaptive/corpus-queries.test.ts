import {describe, expect, it} from "vitest";
import {AttributePoolBuilder} from "../../corpus/pools/attribute-pool.js";
import {PromptDraws} from "../../corpus/prompts/prompt-draws.js";
import {PromptIndex} from "../../corpus/prompts/prompt-index.js";
import {AdaptiveSearch} from "./adaptive-search.js";
import {isFutileInCorpus} from "./corpus-queries.js";
import type {CorpusTrial} from "./corpus-trial.js";
import type {PlannedCandidate} from "./proposal.js";
import {searchCorpus} from "./search-corpus.js";

const [a, b] = [0, 1];
const words = [...["abc", 60], ...["ac", 200], ...["bc", 200], ...["c", 600]] as (string | number)[];

/** A search of a corpus whose prompts have the letters of words as attributes; both a and b fail at 40%, others at 5%. */
function searchOf() {
  const builder = new AttributePoolBuilder();
  for (let i = 0; i < words.length; i += 2)
    for (let k = 0; k < Number(words[i + 1]); k++) builder.addRow(String(words[i]));
  const pool = builder.build("test");
  const draws = new PromptDraws(new PromptIndex({attributes: pool, textOf: (prompt) => `prompt ${prompt}`}, pool), 1);
  const corpus = searchCorpus(draws);
  const settings = {seed: 1, iterations: 40, threshold: 70, bar: 0.2, planned: 2000};
  const search = new AdaptiveSearch(pool, {...settings, corpus});
  const ask = (set: readonly number[], count: number, fails: (i: number) => boolean): void => {
    const prompts = [...corpus.promptsWith(set)].filter((prompt) => corpus.attributesOf(prompt).length === set.length);
    const planned = prompts.slice(0, count).map((): PlannedCandidate => ({
      attributes: [...set],
      sourceRow: null,
      purpose: "explore",
      run: 0,
      origin: null,
      trial: null
    }));
    const outcomes = planned.map((_, i) => ({
      score: fails(i) ? 90 : 10,
      attributes: [...corpus.attributesOf(prompts[i]!)],
      prompt: String(prompts[i])
    }));
    search.observe(planned, outcomes);
  };
  ask([a, b, 2], 40, (i) => i % 5 < 2);
  ask([a, 2], 120, (i) => i % 20 === 0);
  ask([b, 2], 120, (i) => i % 20 === 0);
  ask([2], 200, (i) => i % 20 === 0);
  return {search};
}

describe("a search of a corpus", () => {
  it("tries a set although a part of it is being tried", () => {
    const {search} = searchOf();
    const progress = {baseRate: 0.05, planned: 2000};
    search.trials.openTrial({set: [a], odds: 1, origin: null, run: 0}, progress);
    search.trials.openTrial({set: [b], odds: 1, origin: null, run: 0}, progress);
    search.plan([50], 1);
    expect(search.trials.all.map(({set}) => [...set].sort().join())).toContain("0,1");
  });

  it("gives a trial up that gets no prompts of its own when all known ones say that its rate is low", () => {
    const {search} = searchOf();
    const {trials} = search;
    const open = (set: number[]) =>
      trials.openTrial({set, odds: 1, origin: null, run: 0}, {baseRate: 0.05, planned: 2000}) as CorpusTrial;
    expect(isFutileInCorpus(open([2]))).toBe(true); // 8% of 480
    expect(isFutileInCorpus(open([a, b]))).toBe(false); // 40% of 40
  });
});
