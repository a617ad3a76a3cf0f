import {describe, expect, it} from "vitest";
import {iterationRow, probePrompt, promptRate, searchCandidate, toStudyTables} from "../testing/compared-study.js";
import {measuredOf} from "./measured.js";
import {sideOfStudy} from "./sides.js";

const all = sideOfStudy("s");
const counts = (measured: ReturnType<typeof measuredOf>[number] | undefined) =>
  [...measured!.clusters.values()].map(({n, sum}) => [n, sum]);

describe("measuredOf(tables, side)", () => {
  it("adds up the arms of its runs, each rubric apart", () => {
    const tables = toStudyTables({
      iterations: [
        iterationRow(10, 4, {unscored: 1}),
        iterationRow(10, 6, {iteration: 2}),
        iterationRow(10, 9, {run: 2}),
        iterationRow(5, 1, {arm: "control"}),
        iterationRow(7, 7, {rubric: "refusal"}),
        iterationRow(100, 100, {model: "m2"})
      ]
    });
    const own = measuredOf(tables, sideOfStudy("s", {model: "m1"}));
    expect(own.map(({label}) => label)).toEqual(["search arm, code", "control arm, code", "search arm, refusal"]);
    expect([counts(own[0]), own[0]!.unscored]).toEqual([[[30, 19]], 1]);
    expect(counts(measuredOf(tables, sideOfStudy("s", {model: "m1", run: 1}))[0])).toEqual([[20, 10]]);
  });

  it("counts the flags of a search by prompt, whoever asked it; what is unscored is in no rate", () => {
    const tables = toStudyTables({
      candidates: [
        searchCandidate(0, "One?", 90),
        searchCandidate(1, "One?", 10, {arm: "control"}),
        searchCandidate(2, "Two?", null),
        searchCandidate(3, null, null),
        searchCandidate(4, "One?", 90, {context: "helper"})
      ]
    });
    const [shared] = measuredOf(tables, all);
    expect(shared).toMatchObject({source: "shared", unscored: 1});
    expect(counts(shared)).toEqual([
      [2, 1],
      [1, 1]
    ]);
  });

  it("takes rates of probes by prompt, rewordings with the prompt that they are of", () => {
    const prompts = [
      probePrompt(0, "One?"),
      probePrompt(1, "Reworded one?", {original: 0, variant: "perturbed", number: 1}),
      probePrompt(2, "One, reworded?", {original: 0, variant: "perturbed", number: 2})
    ];
    const rates = [
      promptRate(0, 10, 5),
      promptRate(1, 10, 2, {unscored: 3}),
      promptRate(2, 10, 1),
      promptRate(0, 10, 5, {group: "variant", prompt: null}),
      promptRate(0, 0, 0, {context: "helper", unscored: 10})
    ];
    const measured = measuredOf(toStudyTables({prompts, rates}), all);
    expect(measured.map(({label}) => label)).toEqual([
      "asked, original, rubric:code",
      "asked, perturbed, rubric:code",
      "asked, original, after helper, rubric:code"
    ]);
    expect(measured.map(counts)).toEqual([[[10, 5]], [[20, 3]], []]);
    expect(measuredOf(toStudyTables({prompts, rates}), sideOfStudy("s", {run: 1}))).toEqual([]); // of no run
    expect(measured[1]!.unscored).toBe(3);
  });

  it("has no rate of what authors chose to publish", () => {
    const tables = toStudyTables({iterations: [iterationRow(10, 10)], candidates: [searchCandidate(0, "One?", 90)]});
    expect(measuredOf({...tables, manifest: {...tables.manifest, origin: "published"}}, all)).toEqual([]);
  });

  it("takes means as means, and has nothing of an empty study", () => {
    const {rate, violations, corrected, corrected_low, corrected_high, ...row} = promptRate(0, 4, 0, {
      measure: "tokens"
    });
    expect([rate, violations, corrected, corrected_low, corrected_high]).toEqual([null, 0, null, null, null]);
    const means = [{...row, mean: 12.5}];
    const [tokens] = measuredOf(toStudyTables({prompts: [probePrompt(0, "One?")], means}), all);
    expect([tokens!.kind, counts(tokens)]).toEqual(["mean", [[4, 50]]]);
    expect(measuredOf(toStudyTables({}), all)).toEqual([]);
  });
});
