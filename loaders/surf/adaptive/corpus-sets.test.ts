import {describe, expect, it} from "vitest";
import {AttributePoolBuilder} from "../../corpus/pools/attribute-pool.js";
import {PromptDraws} from "../../corpus/prompts/prompt-draws.js";
import {PromptIndex} from "../../corpus/prompts/prompt-index.js";
import {AdaptiveSearch} from "./adaptive-search.js";
import {CorpusSets} from "./corpus-sets.js";
import {searchCorpus} from "./search-corpus.js";

const times = (count: number, word: string): string[] => Array<string>(count).fill(word);

/** All prompts of a corpus asked once; they have the letters of these words, those of `failing` fail. */
function askedCorpus(words: readonly string[], failing: (word: string) => boolean) {
  const builder = new AttributePoolBuilder();
  for (const word of ["abcdef", ...words]) builder.addRow(word);
  const pool = builder.build("test");
  const draws = new PromptDraws(new PromptIndex({attributes: pool, textOf: (prompt) => `prompt ${prompt}`}, pool), 1);
  const corpus = searchCorpus(draws);
  const options = {seed: 1, iterations: 2, threshold: 70, bar: 0.2, planned: 100};
  const search = new AdaptiveSearch(pool, {...options, corpus});
  for (const [i, word] of words.entries())
    search.observations.add({
      attributes: [...corpus.attributesOf(i + 1)],
      purpose: "explore",
      score: failing(word) ? 90 : 10,
      prompt: String(i)
    });
  return {search, sets: new CorpusSets(corpus, search, 0.2)};
}

describe("CorpusSets", () => {
  it("tries no set that fewer than eight prompts have, or that hardly failed", () => {
    const {sets} = askedCorpus([...times(5, "a"), ...times(20, "b"), ...times(20, "c")], (word) => word !== "c");
    expect([0, 1, 2].map((id) => sets.mayTry([id], []))).toEqual([false, true, false]);
  });

  it("tries no set on mostly the same prompts as a known one", () => {
    const {sets} = askedCorpus([...times(20, "ab"), ...times(5, "a"), ...times(30, "c")], () => true);
    expect(sets.isLikeOneOf([0], [[1]])).toBe(true);
    expect(sets.isLikeOneOf([0], [[2]])).toBe(false);
    expect(sets.mayTry([0], [[1]])).toBe(false);
  });

  it("tries a pair unless a part, or another attribute, says the same more simply", () => {
    const plain = [...times(60, "a"), ...times(60, "b")];
    const fails = (word: string) => word.startsWith("ab");
    expect(askedCorpus([...times(20, "ab"), ...plain], fails).sets.mayTry([0, 1], [])).toBe(true);
    expect(askedCorpus([...times(20, "abc"), ...plain], fails).sets.mayTry([0, 1], [])).toBe(false);
    const {sets} = askedCorpus([...times(20, "ab"), ...plain], (word) => word.startsWith("a"));
    expect(sets.mayTry([0, 1], [])).toBe(false); // all with a fail
  });

  it("finds a worse part of a region, and nothing that the region explains", () => {
    const words = [...times(40, "a"), ...times(40, "af"), ...times(40, "ac"), ...times(300, "d")];
    const {search, sets} = askedCorpus(words, (word) => word === "af");
    const region = search.trials.openTrial({set: [0], odds: 1, origin: null, run: 0}, {baseRate: 0.01, planned: 100});
    region.state = "confirmed";
    search.posterior.update([]);
    sets.update();
    const found = [...sets.within(0.5, () => 0.05)].map(({set}) => set.join());
    expect(found).toContain("5");
    expect(found).not.toContain("2");
  });
});
