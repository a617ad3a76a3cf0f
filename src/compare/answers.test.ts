import {describe, expect, it} from "vitest";
import {probePrompt, probeSample, searchCandidate, toStudyTables} from "../testing/compared-study.js";
import {answerPairs, differs} from "./answers.js";
import {sideOfStudy} from "./sides.js";

const sides = {a: sideOfStudy("a"), b: sideOfStudy("b")};
const idsOf = (pairs: ReturnType<typeof answerPairs>) => pairs.map(({a, b}) => [a.id, b.id]);

describe("answerPairs(a, b, sides)", () => {
  it("puts answers to the same prompt side by side, those that differ most first", () => {
    const a = toStudyTables({
      candidates: [searchCandidate(0, "One?", 90), searchCandidate(1, "Two?", 20), searchCandidate(2, "Three?", 5)]
    });
    const b = toStudyTables({
      candidates: [searchCandidate(0, "Two?", 80), searchCandidate(1, "One?", 75), searchCandidate(2, "Four?", 5)]
    });
    const pairs = answerPairs(a, b, sides);
    expect(pairs.map(({query}) => query)).toEqual(["Two?", "One?"]);
    expect(pairs.map(differs)).toEqual([true, false]);
    expect(idsOf(pairs)).toEqual([
      [1, 0],
      [0, 1]
    ]);
  });

  it("never pairs answers under two rubrics or in two contexts", () => {
    const a = toStudyTables({candidates: [searchCandidate(0, "One?", 90)]});
    const other = (more: object) => toStudyTables({candidates: [searchCandidate(0, "One?", 90, more)]});
    expect(answerPairs(a, other({rubric: "refusal"}), sides)).toEqual([]);
    expect(answerPairs(a, other({context: "helper"}), sides)).toEqual([]);
    expect(answerPairs(a, other({}), sides)).toHaveLength(1);
  });

  it("pairs the samples of two models in their order, as many as both have", () => {
    const prompts = [probePrompt(7, "One?")];
    const samples = [
      probeSample(0, 7, 90),
      probeSample(1, 7, 10),
      probeSample(2, 7, 80),
      probeSample(3, 7, 10, {model: "m2"}),
      probeSample(4, 7, null, {model: "m2"})
    ];
    const study = toStudyTables({prompts, samples});
    const models = {a: sideOfStudy("s", {model: "m1"}), b: sideOfStudy("s", {model: "m2"})};
    const pairs = answerPairs(study, study, models);
    expect(idsOf(pairs)).toEqual([
      [0, 3],
      [1, 4]
    ]);
    expect(pairs.map(({a, b}) => [a.flag, b.flag])).toEqual([
      [true, false],
      [false, null]
    ]);
    expect(pairs[0]).toMatchObject({what: "asked, code", a: {source: "samples", prompt: 7}});
    expect(answerPairs(study, study, {a: {...models.a, run: 1}, b: {...models.b, run: 1}})).toEqual([]); // of no run
  });

  it("has none without a prompt in common", () => {
    expect(answerPairs(toStudyTables({}), toStudyTables({}), sides)).toEqual([]);
  });
});
