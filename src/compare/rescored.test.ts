import {describe, expect, it} from "vitest";
import type {Rescore, RescoredRow} from "../shared/rescore.js";
import {rescoredRow, rescoreOf} from "../testing/rescores.js";
import {flagsOf, rescoredOf, rescoredProblem, rescoredRates} from "./rescored.js";
import {sideOfStudy} from "./sides.js";

const texts = {query: "One?", response: "Yes.", before: "was", after: "is"};
const row = (id: number, before: number | null, after: number | null, stratum: number | null): RescoredRow =>
  rescoredRow(id, before, after, {stratum, texts: id === 0 ? texts : null});
const rescore = (name: string, rows: RescoredRow[], more: Partial<Rescore> = {}): Rescore =>
  rescoreOf(rows, {name, ...more});
const rows = [
  row(0, 50, 60, 0),
  row(1, 50, 30, 0),
  row(2, 90, 30, 1),
  row(3, 90, 90, 1),
  row(4, 90, null, 1),
  row(5, 80, 80, null)
];
const first = rescore("first", rows);
const sides = {a: sideOfStudy("s"), b: sideOfStudy("s", {scores: "first"})};

describe("rescoredOf(sides, rescores)", () => {
  it("has each answer under the scores of both sides", () => {
    const rescored = rescoredOf(sides, [first]);
    expect(rescored.answers.slice(0, 3).map(({a, b}) => [a, b])).toEqual([
      [50, 60],
      [50, 30],
      [90, 30]
    ]);
    expect(rescored.answers.map((answer) => flagsOf(answer, rescored)).slice(0, 3)).toEqual([
      {a: false, b: true},
      {a: false, b: false},
      {a: true, b: false}
    ]);
    expect(rescored.answers[0]).toMatchObject({query: "One?", reasonA: "was", reasonB: "is"});
    const swapped = rescoredOf({a: sides.b, b: sides.a}, [first]);
    expect([swapped.answers[0]!.a, swapped.answers[0]!.reasonA, swapped.a.threshold]).toEqual([60, "is", 40]);
  });

  it("joins two rescores by the answer, leaving out what is another answer by now", () => {
    const second = rescore("second", [row(0, 50, 10, 0), {...row(1, 50, 99, 0), key: "another"}, row(9, 1, 1, 0)]);
    const both = {a: sides.b, b: sideOfStudy("s", {scores: "second"})};
    expect(rescoredOf(both, [first, second]).answers.map(({id, a, b}) => [id, a, b])).toEqual([[0, 60, 10]]);
  });
});

describe("rescoredRates(rescored, sides, rescores)", () => {
  it("weights both rates and the paired difference to all answers", () => {
    const [line] = rescoredRates(rescoredOf(sides, [first]), sides, [first]);
    expect(line!.pairing).toBe("answers");
    expect(line!.a).toMatchObject({value: 1 / 3, n: 300}); // known of all: 100 of 300
    expect(line!.b.value).toBeCloseTo((0.5 * 200 + 0.5 * 100) / 300, 12);
    expect(line!.b.unscored).toBe(1);
    expect(line!.difference.difference).toBeCloseTo((0.5 * 200 - 0.5 * 100) / 300, 12);
    expect(line!.difference.pairs).toBe(4); // neither what has no score nor what was added for its mark
  });
});

describe("rescoredProblem(sides, rescores)", () => {
  it("says what can't be compared", () => {
    const samples = rescore("samples", [], {source: "samples"});
    const named = (a: string, b: string) => ({a: sideOfStudy("s", {scores: a}), b: sideOfStudy("s", {scores: b})});
    expect(rescoredProblem(sides, [first])).toBeNull();
    expect(rescoredProblem({...sides, a: sideOfStudy("t")}, [first])).toContain("must be of that study");
    expect(rescoredProblem({...sides, a: sideOfStudy("s", {run: 1})}, [first])).toContain("all runs on the other side");
    expect(rescoredProblem(named("", "gone"), [first])).toContain("no rescore \u201cgone\u201d");
    expect(rescoredProblem(named("first", "samples"), [first, samples])).toContain("different answers");
  });
});
