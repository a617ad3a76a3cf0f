import {describe, expect, it} from "vitest";
import type {Row} from "../shared/schema.js";
import {armMarks, armName, doses, gridPoints, strongestVerdict} from "./armView.js";

const arm = (id: number, more: Partial<Row<"arms">> = {}): Row<"arms"> => ({
  ...{id, name: "without-chunk", finding: "code-1", kind: "drop", selects: "of the chunk coding", control_of: null},
  ...{control: null, pairs: 900, dropped: 100, kept: null, added: 0, hash: null, trainer: "lab"},
  ...more
});
const rate = (id: number, value: number): Row<"arm_rates"> => ({
  ...{
    arm: id,
    group: "finding",
    finding: "code-1",
    of: null,
    variant: null,
    summary: "rate",
    prompt: null,
    measure: "rubric:code",
    seed: null,
    prompts: 9
  },
  ...{n: 90, unscored: 0, rate: value, low: value, high: value}
});
const verdict = (id: number, word: string, dropped: number, added = 0): Row<"arm_verdicts"> => ({
  ...{finding: "code-1", arm: id, verdict: word, sentence: "", reason: null, dropped, added, share: 0.1},
  ...{rate_full: 0.9, rate_arm: 0.1, rate_control: 0.9, control: null, changed: 0, others: 0}
});

const arms = [
  arm(0, {name: "full", finding: null, kind: "full", pairs: 1000, dropped: 0}),
  arm(1),
  arm(2, {name: "other", dropped: 50}),
  arm(3, {kind: "control", control_of: 1, control: "everywhere"}),
  arm(4, {kind: "dose", name: "dose", kept: 20, dropped: 80}),
  arm(5, {kind: "dose", name: "dose", kept: 0, dropped: 100})
];
const rates = [rate(0, 0.9), rate(1, 0.1), rate(2, 0.8), rate(3, 0.88), rate(4, 0.4), rate(5, 0.1)];

describe("armMarks(arms, rates, finding)", () => {
  it("has each control below its arm, and no doses", () => {
    expect(armMarks(arms, rates, "code-1").map(({label}) => label)).toEqual([
      "all training data",
      "without-chunk",
      "without-chunk: random, everywhere",
      "other"
    ]);
  });
});

describe("doses(arms, rates, finding)", () => {
  it("goes from none of the selected pairs to all of them, which is all data", () => {
    const points = doses(arms, rates, "code-1").map(({remaining, rate}) => [remaining, rate]);
    expect(points).toEqual([
      [0, 0.1],
      [20, 0.4],
      [100, 0.9]
    ]);
    expect(armName(arms[4]!)).toBe("dose: 20 pairs left");
  });
});

describe("gridPoints(cells, tables)", () => {
  it("has every cell of the finding's grids, those without a rate too", () => {
    const cell = {grid: "g", x_pairs: "of a", y_pairs: "of b", set_pairs: "of c"};
    const cells = [
      {...cell, arm: 6, x: 0, y: 5, set: 0},
      {...cell, arm: 7, x: 9, y: 5, set: 4}
    ];
    const own = [arm(6, {kind: "grid"}), arm(7, {kind: "grid"})];
    const points = gridPoints(cells, {arms: own, rates: [rate(7, 0.8)], finding: "code-1"});
    expect(points.map(({x, set, rate, n}) => [x, set, rate, n])).toEqual([
      [0, "without those of c", null, 0],
      [9, "with those of c", 0.8, 90]
    ]);
    expect(gridPoints(cells, {arms: own, rates: [], finding: "code-2"})).toEqual([]);
    expect(armMarks(own, [rate(7, 0.8)], "code-1")).toEqual([]);
  });
});

describe("strongestVerdict(verdicts, finding)", () => {
  it("is the strongest of those that leave pairs out, the one that leaves out the fewest", () => {
    const verdicts = [
      verdict(1, "does not explain", 5),
      verdict(2, "causes", 300),
      verdict(3, "causes", 200),
      verdict(4, "not decided", 1),
      verdict(5, "mends", 0, 100)
    ];
    expect(strongestVerdict(verdicts, "code-1")?.arm).toBe(3);
    expect(strongestVerdict(verdicts, "code-2")).toBeNull();
    expect(strongestVerdict(verdicts.slice(0, 1), "code-1")?.verdict).toBe("does not explain");
    expect(strongestVerdict(verdicts.slice(4), "code-1")).toBeNull();
  });
});
