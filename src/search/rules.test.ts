import {describe, expect, it} from "vitest";
import {ruleRows, scorerOf} from "./rules.js";

const rubric = {name: "story", threshold: 70, principle: "P", hash: "h"};
const when = {use: "when", words: "response code", missed: 0.05} as const;
const counts = {
  rubric: "story",
  exchanges: 200,
  fired: 10,
  checked: 20,
  missed: 1,
  missedRate: 0.05,
  low: 0.009,
  high: 0.236
};

describe("the rules of a study's rubrics", () => {
  it("say who scores", () => {
    expect(scorerOf({})).toBe("judge");
    expect(scorerOf({rule: {...when, use: "score"}})).toBe("rule");
    expect(scorerOf({rule: when})).toBe("judge, where a rule fires");
  });

  it("say how often they fired, and what they miss", () => {
    const [row] = ruleRows({rubrics: [{...rubric, rule: when}, rubric], rules: [counts]});
    expect(row).toMatchObject({rubric: "story", rule: "response code", fired: "10 of 200 (5.0%)"});
    expect(row!.missed).toBe("1 of 20 checked: 5.0% (0.9%–24%)");
    expect(ruleRows({rubrics: [rubric]})).toEqual([]);
    expect(ruleRows({rubrics: [{...rubric, rule: when}]})[0]).toMatchObject({fired: "\u2013", missed: "\u2013"});
  });
});
