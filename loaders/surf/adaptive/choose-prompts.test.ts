import {describe, expect, it} from "vitest";
import {AttributePoolBuilder} from "../../corpus/pools/attribute-pool.js";
import {promptsForVerdict} from "../../corpus/prompts/own-attributes.js";
import {PromptDraws} from "../../corpus/prompts/prompt-draws.js";
import {PromptIndex} from "../../corpus/prompts/prompt-index.js";
import {createRandom, integerBelow, seedOf} from "../../util/random.js";
import {AdaptiveSearch} from "./adaptive-search.js";
import {choosePrompts} from "./choose-prompts.js";
import {CorpusTrial} from "./corpus-trial.js";
import type {PlannedCandidate} from "./proposal.js";
import {searchCorpus} from "./search-corpus.js";

const common = "The query is common.";
const narrow = "The query is common and narrow.";
const rare = "The query is rare.";

/**
 * 3000 prompts with six attributes each; one in 40 has `common`, a third of these `narrow` too, and `rarePrompts` have
 * `rare`.
 */
function openSearch({rarePrompts = 0, prompts = 3000, candidates = 960} = {}) {
  const random = createRandom(1);
  const builder = new AttributePoolBuilder();
  for (let prompt = 0; prompt < prompts; prompt++) {
    const traits = Array.from({length: 4}, () => `The query has trait ${integerBelow(random, 60)}.`);
    const own = prompt < rarePrompts ? [rare] : prompt % 40 === 0 ? [common] : [`The query has trait ${prompt % 60}.`];
    builder.addRow(new Set([...own, ...(prompt % 120 === 0 ? [narrow] : []), ...traits]));
  }
  const pool = builder.build("test");
  const draws = new PromptDraws(new PromptIndex({attributes: pool, textOf: (prompt) => `prompt ${prompt}`}, pool), 1);
  const corpus = searchCorpus(draws);
  const options = {seed: 1, iterations: 16, threshold: 70, bar: 0.2, planned: candidates};
  const search = new AdaptiveSearch(pool, {...options, corpus});
  const ids = new Map(pool.attributes.map((attribute, id) => [attribute, id]));
  const asked: string[] = [];
  const purposes: string[] = []; // of what was asked
  const answers = createRandom(2);
  /** Asks a round; the target fails at the rate of the worst cause that a prompt has. */
  const ask = (planned: readonly PlannedCandidate[], causes: Readonly<Record<string, number>>) => {
    const [drawn] = choosePrompts([planned], pool.attributes, draws, (_, i) => seedOf("test", asked.length, i));
    asked.push(...drawn!.map(({id}) => id));
    purposes.push(...planned.map(({purpose}) => purpose));
    search.observe(
      planned,
      drawn!.map(({met, id}) => ({
        score: answers() < Math.max(0.01, ...met.map((name) => causes[name] ?? 0)) ? 90 : 10,
        attributes: met.map((name) => ids.get(name)!),
        prompt: id
      }))
    );
    return drawn!;
  };
  const run = (causes: Readonly<Record<string, number>>) => {
    const size = candidates / 16 / 3;
    for (let i = 0; i < 16; i++) for (let part = 0; part < 3; part++) ask(search.plan([size], i + 1), causes);
    search.finish();
    return search.regions.map(({core, tooFew}) => ({names: core.map((id) => pool.attributes[id]!), tooFew}));
  };
  return {pool, corpus, search, asked, purposes, ask, run, ids};
}

const explore = (attributes: number[]): PlannedCandidate => ({
  ...{attributes, sourceRow: null, purpose: "explore", run: 0, origin: null, trial: null}
});

describe("an adaptive search with prompts of a corpus", () => {
  it("confirms a region, and its trial asks prompts that have all of it, each for the first time", () => {
    const {search, run, asked} = openSearch();
    expect(run({[common]: 0.5})).toContainEqual({names: [common], tooFew: null});
    const [trial] = search.trials.all.filter(({state}) => state === "confirmed");
    expect(trial!.sample.length).toBeGreaterThanOrEqual(promptsForVerdict);
    for (const i of trial!.sample) {
      const {attributes, purpose, candidates} = search.observations.all[i]!;
      expect(attributes).toEqual(expect.arrayContaining([...trial!.set]));
      expect(purpose).toBe("verify");
      expect(i).toBeGreaterThanOrEqual(trial!.openedAt);
      expect(asked.indexOf(asked[candidates[0]!]!)).toBe(candidates[0]);
    }
  });

  it("finds an attribute of few prompts by all of them, however many of these led to it", () => {
    const {search, run, ids, corpus} = openSearch({rarePrompts: 10});
    expect(run({[rare]: 1})).toContainEqual({names: [rare], tooFew: null});
    const {sample} = search.regions.find(({core}) => core.includes(ids.get(rare)!))!;
    expect(sample).toHaveLength(corpus.promptsWith([ids.get(rare)!]).length);
  });

  it("refuses a verdict where too few prompts have a set, and says how many", () => {
    const {run} = openSearch({rarePrompts: 6});
    const refused = run({[rare]: 1}).filter(({names}) => names.includes(rare));
    expect(refused.length).toBeGreaterThan(0);
    for (const {tooFew} of refused) expect(tooFew).toBeLessThan(promptsForVerdict);
  });

  it("finds the worse part of a region by itself", () => {
    const found = openSearch().run({[common]: 0.3, [narrow]: 0.9});
    expect(found.map(({names}) => names.join())).toEqual(expect.arrayContaining([common, narrow]));
  });

  it("reports nothing where there is nothing", () => {
    expect(openSearch().run({})).toEqual([]);
  });

  it("believes what a prompt has, not what was drawn", () => {
    const {search, ask, ids} = openSearch({rarePrompts: 1});
    const [drawn] = ask([explore([ids.get(rare)!, ids.get(common)!])], {});
    const met = drawn!.met.map((name) => ids.get(name)!);
    expect(search.observations.all[0]!.attributes).toEqual(met);
    expect(search.observations.uses[ids.get(met.includes(ids.get(rare)!) ? common : rare)!]).toBe(0);
    for (const id of met) expect(search.observations.uses[id]).toBe(1);
  });

  it("counts a prompt that is drawn again once, and by its first answer in what is proven", () => {
    const {search, ask, ids, corpus} = openSearch({rarePrompts: 1});
    for (const rate of [1, 0, 0, 0]) ask([explore([ids.get(rare)!])], {[rare]: rate});
    const all = search.observations.indicesOf(ids.get(rare)!);
    expect(search.observations.count(all)).toEqual({n: 1, violations: 0.25});
    expect(search.observations.countFirst(all)).toEqual({n: 1, violations: 1});
    const trial = new CorpusTrial(corpus, 0.2, [ids.get(rare)!], 1, null, 0, 0.16, 1, 0, search.observations);
    expect(trial.isMeasured).toBe(false);
  });

  it("explores prompts that were not asked yet, as long as there are any", () => {
    const {asked, purposes, run} = openSearch({prompts: 1200});
    run({});
    const repeats = asked.map((id, i) => (asked.indexOf(id) < i ? purposes[i] : null));
    expect(repeats.filter((purpose) => purpose !== null && purpose !== "verify" && purpose !== "ablate")).toEqual([]);
  });
});
