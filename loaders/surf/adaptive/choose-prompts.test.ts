import {describe, expect, it} from "vitest";
import {AttributePoolBuilder} from "../../corpus/pools/attribute-pool.js";
import {promptsForVerdict} from "../../corpus/prompts/own-attributes.js";
import {PromptDraws} from "../../corpus/prompts/prompt-draws.js";
import {PromptIndex} from "../../corpus/prompts/prompt-index.js";
import {createRandom, integerBelow, seedOf} from "../../util/random.js";
import {AdaptiveSearch} from "./adaptive-search.js";
import {choosePrompts} from "./choose-prompts.js";
import {freshPrompts} from "./fresh-prompts.js";
import type {PlannedCandidate} from "./proposal.js";

const common = "The query is common.";
const rare = "The query is rare.";

/** 3000 prompts with six attributes each; one in 40 has `common`, `rarePrompts` of them have `rare`. */
function openSearch({rarePrompts = 0, prompts = 3000} = {}) {
  const random = createRandom(1);
  const builder = new AttributePoolBuilder();
  for (let prompt = 0; prompt < prompts; prompt++) {
    const traits = Array.from({length: 5}, () => `The query has trait ${integerBelow(random, 60)}.`);
    const special = prompt < rarePrompts ? rare : prompt % 40 === 0 ? common : `The query has trait ${prompt % 60}.`;
    builder.addRow(new Set([special, ...traits]));
  }
  const pool = builder.build("test");
  const index = new PromptIndex({attributes: pool, textOf: (prompt) => `prompt ${prompt}`}, pool);
  const draws = new PromptDraws(index, 1);
  const search = new AdaptiveSearch(pool, {
    seed: 1,
    iterations: 16,
    threshold: 70,
    prompts: freshPrompts(draws, pool.attributes)
  });
  const ids = new Map(pool.attributes.map((attribute, id) => [attribute, id]));
  const asked: string[] = [];
  /** Asks a round; the target fails on prompts that have one of `causes`. */
  const ask = (planned: readonly PlannedCandidate[], causes: readonly string[]) => {
    const [drawn] = choosePrompts([planned], pool.attributes, draws, (_, i) => seedOf("test", asked.length, i));
    asked.push(...drawn!.map(({id}) => id));
    search.observe(
      planned,
      drawn!.map(({met}) => (met.some((attribute) => causes.includes(attribute)) ? 90 : 10)),
      drawn!.map(({met, id}) => ({met: met.map((name) => ids.get(name)!), prompt: id}))
    );
    return drawn!;
  };
  const run = (causes: readonly string[]) => {
    for (let iteration = 1; iteration <= 16; iteration++) ask(search.plan([60], iteration), causes);
    search.finish();
  };
  return {pool, search, draws, asked, ask, run, ids};
}

const explore = (attributes: number[]): PlannedCandidate => ({
  ...{attributes, sourceRow: null, purpose: "explore", run: 0, origin: null, investigation: null}
});

describe("an adaptive search with prompts of a corpus", () => {
  it("confirms a region on at least eight prompts that it had not met before", () => {
    const {search, run, ids, asked} = openSearch();
    run([common]);
    expect(search.regions.map(({core}) => core)).toEqual([[ids.get(common)]]);
    const [{sample, tooFew}] = search.regions as [(typeof search.regions)[number]];
    expect(tooFew).toBeNull();
    expect(sample.length).toBeGreaterThanOrEqual(promptsForVerdict);
    for (const i of sample) {
      expect(asked.indexOf(asked[i]!)).toBe(i); // never asked before
      expect(search.observations.all[i]!.purpose).toBe("verify");
    }
  });

  it("refuses a verdict where too few prompts that it has not met have the region, and says how many", () => {
    const {search, run, ids} = openSearch({rarePrompts: 8});
    run([rare]);
    const refused = search.regions.find(({core}) => core.includes(ids.get(rare)!));
    expect(refused!.tooFew).toBeLessThan(promptsForVerdict);
    expect(search.regions.every(({tooFew}) => tooFew !== null)).toBe(true);
  });

  it("believes what a prompt has, not what was drawn", () => {
    const {search, ask, ids} = openSearch({rarePrompts: 1});
    const [drawn] = ask([explore([ids.get(rare)!, ids.get(common)!])], [rare]);
    const met = drawn!.met.map((name) => ids.get(name)!);
    expect(search.observations.all[0]!.attributes).toEqual(met);
    expect(search.observations.uses[ids.get(met.includes(ids.get(rare)!) ? common : rare)!]).toBe(0);
    expect(search.investigations[0]?.attributes.length ?? 0).toBeLessThanOrEqual(5);
  });

  it("counts a prompt that is drawn again once", () => {
    const {search, ask, ids} = openSearch({rarePrompts: 1});
    for (let i = 0; i < 4; i++) ask([explore([ids.get(rare)!])], [rare]);
    const all = search.observations.indicesOf(ids.get(rare)!);
    expect(search.observations.count(all)).toEqual({n: 1, violations: 1});
  });
});
