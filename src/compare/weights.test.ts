import {describe, expect, it} from "vitest";
import {asTable} from "../testing/probed-study.js";
import type {Row} from "../shared/schema.js";
import {alignedWeights, lastWeights, searchedRubrics} from "./weights.js";
import {sideOfStudy} from "./sides.js";
import {toArrow} from "../../loaders/store/arrow.js";
import {tableFromIPC} from "apache-arrow";

type Weight = Row<"attribute_weights">;
const weight = (
  run: number,
  iteration: number,
  attribute: string,
  probability: number,
  more: Partial<Weight> = {}
): Weight => ({
  ...{rubric: "code", model: "m", run, iteration, attribute, probability, weight: probability * 100},
  ...{uses: 1, scored: 1, mean_score: 50},
  ...more
});
const names = ["x", "y"];
const attributes = names.map((attribute, id): Row<"attributes"> => ({
  ...{id, attribute, cluster: null, uses: 1, scored: 1, mean_score: 50}
}));
const tableOf = (rows: Weight[]) =>
  tableFromIPC(toArrow("attribute_weights", rows, new Map(names.map((name, id) => [name, id]))));

describe("lastWeights(tables, side, rubric)", () => {
  const weights = tableOf([
    weight(1, 1, "x", 1),
    weight(1, 2, "x", 0.25),
    weight(1, 2, "y", 0.75),
    weight(2, 1, "y", 0.5),
    weight(2, 1, "x", 0.5),
    weight(1, 2, "x", 1, {rubric: "refusal"}),
    weight(1, 2, "y", 1, {model: "other"})
  ]);

  it("is the mean over the runs of what each ended with", () => {
    const last = lastWeights({weights, attributes}, sideOfStudy("s", {model: "m"}), "code");
    expect([last.get("x"), last.get("y")]).toEqual([0.375, 0.625]);
  });

  it("is that of one run where one is chosen, and empty without any", () => {
    expect(lastWeights({weights, attributes}, sideOfStudy("s", {model: "m", run: 1}), "code").get("y")).toBe(0.75);
    expect(lastWeights({weights, attributes}, sideOfStudy("s", {run: 9}), "code").size).toBe(0);
    expect(lastWeights({weights: asTable("attribute_weights", []), attributes}, sideOfStudy("s"), "code").size).toBe(0);
  });
});

describe("alignedWeights(a, b)", () => {
  it("has the heaviest of either side, by their sentence, and says which side never drew one", () => {
    const rows = alignedWeights(
      new Map([
        ["x", 0.1],
        ["y", 0.6],
        ["zero", 0]
      ]),
      new Map([
        ["x", 0.7],
        ["w", 0.3]
      ]),
      2
    );
    expect(rows).toEqual([
      {number: 1, attribute: "x", a: 0.1, b: 0.7, usedA: true, usedB: true},
      {number: 2, attribute: "y", a: 0.6, b: 0, usedA: true, usedB: false}
    ]);
    expect(alignedWeights(new Map([["zero", 0]]), new Map())).toEqual([]);
  });
});

it("knows the rubrics that a side searched for", () => {
  const run = (rubric: string, model: string) => ({rubric, model, run: 1}) as Row<"runs">;
  const runs = [run("code", "m"), run("code", "m"), run("refusal", "other")];
  expect(searchedRubrics({runs}, sideOfStudy("s", {model: "m"}))).toEqual(["code"]);
});
