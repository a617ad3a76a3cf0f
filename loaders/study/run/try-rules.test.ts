import {describe, expect, it} from "vitest";
import {ownAttributes} from "../../corpus/prompts/own-attributes.js";
import {PromptIndex} from "../../corpus/prompts/prompt-index.js";
import {AttributePoolBuilder} from "../../corpus/pools/attribute-pool.js";
import type {PreparedStudy} from "../../step/prepared-study.js";
import type {Rule} from "../../util/rule.js";
import {tryRules} from "./try-rules.js";

const matching = (on: "query" | "response", pattern: RegExp): Rule => ({
  measure: {name: "m", kind: "regex", pattern} as never,
  on,
  scale: null
});

/** A study of 100 prompts whose target is not recorded, or answers each with the same words. */
function prepared(rule: Rule, answer?: string): PreparedStudy {
  const builder = new AttributePoolBuilder();
  for (let i = 0; i < 100; i++) builder.addRow(new Set(["The query is a question."]));
  const pool = ownAttributes(builder.build("test"));
  const index = new PromptIndex({attributes: pool, textOf: (row) => `When did it happen, ${row}?`}, pool);
  const model = {...(answer !== undefined && {recording: {}}), ask: async () => ({text: answer})};
  const target = {
    model,
    temperature: null,
    topP: null,
    maxTokens: 5,
    system: null,
    stop: [],
    thinking: 0,
    effort: null
  };
  return {
    study: {rubrics: [{name: "r", rule: {use: "score", rule, missed: 0}}]},
    roles: {targets: [target], query: {name: "corpus", open: async () => index}},
    pools: {pool: async () => pool}
  } as unknown as PreparedStudy;
}

describe("rules before the first call", () => {
  it("are said to fire never where no prompt of the corpus fits them, whatever the answers", async () => {
    const rule = {all: [matching("query", /^where/i), matching("response", /x/)]};
    expect(await tryRules(prepared(rule))).toEqual([
      expect.stringMatching(/^rubric r: the rule fires for none of the 100/)
    ]);
  });

  it("say nothing where the answer decides and is not known", async () =>
    expect(await tryRules(prepared(matching("response", /x/)))).toEqual([]));

  it("are tried on the answers of a recorded target", async () => {
    const [line] = await tryRules(prepared(matching("response", /never/), "always never"));
    expect(line).toMatch(/fires for all 100/);
    expect(await tryRules(prepared(matching("response", /x/), "y"))).toHaveLength(1);
    expect(await tryRules(prepared(matching("query", /[13579]\?/), "y"))).toEqual([]);
  });
});
