import {describe, expect, it} from "vitest";
import {toFinding} from "../testing/finding.js";
import type {Row} from "../shared/schema.js";
import {
  findingSets,
  findingsOf,
  regionSets,
  regionsOf,
  type ComparedFinding,
  type ComparedRegion
} from "./findingSets.js";
import {sideOfStudy} from "./sides.js";

const finding = (query: string, traits: string[] = [], more: Partial<Row<"findings">> = {}): ComparedFinding => ({
  ...toFinding({id: query, query, ...more}),
  traits: new Set(traits)
});
const pairsIn = (a: ComparedFinding[], b: ComparedFinding[]) =>
  findingSets(a, b).both.map(({a, b, by}) => [a.query, b.query, by]);

describe("findingSets(a, b)", () => {
  it("matches by the prompt first, then by its words, then by attributes", () => {
    const a = [
      finding("When did the mill turn?"),
      finding("Who built the tower of Babel then?"),
      finding("Sums", ["x", "y"])
    ];
    const b = [
      finding("Who built the tower of Babel now?"),
      finding("When did the mill turn?"),
      finding("Totals", ["x", "y", "z"]),
      finding("Alone", ["z"])
    ];
    expect(pairsIn(a, b)).toEqual([
      ["When did the mill turn?", "When did the mill turn?", "same prompt"],
      ["Who built the tower of Babel then?", "Who built the tower of Babel now?", "near-duplicate"],
      ["Sums", "Totals", "same attributes"]
    ]);
    expect(findingSets(a, b).onlyB.map(({query}) => query)).toEqual(["Alone"]);
    expect(findingSets(a, b).onlyA).toEqual([]);
  });

  it("matches each finding once", () => {
    const {both, onlyB} = findingSets(
      [finding("One?")],
      [finding("One?", [], {id: "x"}), finding("One?", [], {id: "y"})]
    );
    expect([both.length, onlyB.map(({id}) => id)]).toEqual([1, ["y"]]);
  });

  it("never matches findings of two rubrics or contexts, or by a single attribute", () => {
    expect(pairsIn([finding("One?")], [finding("One?", [], {rubric: "code"})])).toEqual([]);
    expect(pairsIn([finding("One?")], [finding("One?", [], {context: "helper"})])).toEqual([]);
    expect(pairsIn([finding("Abc", ["x"])], [finding("Xyz", ["x"])])).toEqual([]);
  });

  it("knows sides without findings", () => {
    expect(findingSets([], [])).toEqual({both: [], onlyA: [], onlyB: []});
    expect(findingSets([finding("One?")], []).onlyA).toHaveLength(1);
  });
});

describe("findingsOf(tables, side)", () => {
  const asWritten = {traitOf: ({attribute}: {attribute: string}) => attribute};
  const attribute = (id: number, cluster: number | null): Row<"attributes"> => ({
    ...{id, attribute: `The query has ${id}.`, cluster, uses: 1, scored: 1, mean_score: 1}
  });
  const tables = {
    attributes: [attribute(0, 4), attribute(1, null)],
    findings: [
      {...toFinding({id: "low", score: 10, run: 2}), attributes: [0] as unknown as string[]},
      {...toFinding({id: "high", score: 20, run: 1}), attributes: [0, 1] as unknown as string[]},
      toFinding({id: "other", model: "planted:two"})
    ]
  };

  it("has the findings of its model and run, the best first", () => {
    const ids = (part = {}) =>
      findingsOf(tables, sideOfStudy("s", {model: "planted:one", ...part}), asWritten).map(({id}) => id);
    expect(ids()).toEqual(["high", "low"]);
    expect(ids({run: 2})).toEqual(["low"]);
  });

  it("counts attributes by what a rule makes of them", () => {
    const rule = {traitOf: ({cluster}: {cluster: number | null}) => `cluster ${cluster}`};
    const {traits} = findingsOf(tables, sideOfStudy("s", {run: 1}), rule).find(({id}) => id === "high")!;
    expect([...traits]).toEqual(["cluster 4", "cluster null"]);
  });
});

describe("regionsOf(tables, side)", () => {
  it("has those of its model, whatever run they were met in, once for each meaning", () => {
    const region = (id: string, more: object) =>
      ({id, meaning: id, model: "one", run: 1, rate: 0.5, attributes: [0], ...more}) as unknown as Row<"regions">;
    const regions = [
      region("a", {}),
      region("b", {run: 3, rate: 0.7}),
      region("c", {meaning: "a"}),
      region("d", {model: "two"})
    ];
    const tables = {regions, attributes: []} as unknown as Parameters<typeof regionsOf>[0];
    const side = sideOfStudy("s", {model: "one", run: 2});
    expect(regionsOf(tables, side, {traitOf: ({attribute}) => attribute}).map(({id}) => id)).toEqual(["b", "a"]);
  });
});

describe("regionSets(a, b)", () => {
  const region = (id: string, traits: string[], more: Partial<Row<"regions">> = {}) =>
    ({id, rubric: "code", rate: 0.5, ...more, traits: new Set(traits)}) as unknown as ComparedRegion;

  it("matches regions of one rubric by at least half of their attributes, the most alike first", () => {
    const a = [region("a1", ["x", "y"]), region("a2", ["x"]), region("a3", ["q"], {rubric: "other"})];
    const b = [region("b1", ["x"]), region("b2", ["x", "y", "z"]), region("b3", ["q"]), region("b4", ["u", "v", "q"])];
    const {both, onlyA, onlyB} = regionSets(a, b);
    expect(both.map(({a, b}) => [a.id, b.id])).toEqual([
      ["a2", "b1"],
      ["a1", "b2"]
    ]);
    expect(onlyA.map(({id}) => id)).toEqual(["a3"]);
    expect(onlyB.map(({id}) => id)).toEqual(["b3", "b4"]);
  });
});
