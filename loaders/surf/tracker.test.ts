import {describe, expect, it} from "vitest";
import {whyEnded} from "./ended.js";
import {testCandidate} from "./testing.js";
import {RunTracker} from "./tracker.js";

const tracker = (size = 2) => new RunTracker({size, distinct: false, threshold: 70});

describe("RunTracker.finish()", () => {
  it("adds candidates that were scored too late to the final buffer only", () => {
    const run = tracker(2);
    run.finishIteration(1, [
      testCandidate({score: 30}),
      testCandidate({slot: 1, score: 95, late: true, attributes: ["b"]})
    ]);
    expect([run.tops, [...run.weights.keys()]]).toEqual([[30], ["The query is a test."]]);
    run.finishIteration(2, [testCandidate({iteration: 2, score: 40})]);
    expect(run.buffer.map(({score}) => score)).toEqual([40, 30]);
    run.finish();
    expect(run.buffer.map(({score}) => score)).toEqual([95, 40]);
    expect(run.bufferRows.map(({iteration, rank, score}) => [iteration, rank, score])).toEqual([
      [1, 1, 30],
      [2, 1, 95],
      [2, 2, 40]
    ]);
  });
});

describe("RunTracker.finishIteration(iteration, candidates)", () => {
  it("keeps unscored candidates and the control arm out of the buffer and the weights", () => {
    const run = tracker(5);
    run.finishIteration(1, [
      testCandidate({slot: 0, score: 30, attributes: ["a"]}),
      testCandidate({slot: 1, score: null, status: "unscored", reason: "judge-failed", attributes: ["b"]}),
      testCandidate({slot: 2, score: 100, arm: "control", attributes: ["c"]})
    ]);
    expect(run.buffer.map(({candidate}) => candidate)).toEqual([0]);
    expect([...run.weights]).toEqual([["a", 30]]);
  });

  it("counts what a query has, drawn or not, where that is known", () => {
    const run = tracker(5);
    run.finishIteration(1, [
      testCandidate({slot: 0, score: 30, attributes: ["a", "b"], met: ["b", "c"]}),
      testCandidate({slot: 1, score: 10, attributes: ["a"]})
    ]);
    expect([...run.weights]).toEqual([
      ["b", 30],
      ["c", 30],
      ["a", 10]
    ]);
    expect(run.weightRows.map(({attribute, uses, mean_score}) => [attribute, uses, mean_score])).toEqual([
      ["a", 1, 10],
      ["b", 1, 30],
      ["c", 1, 30]
    ]);
  });

  it("counts each arm separately, and leaves unscored candidates out of the rate", () => {
    const run = tracker();
    run.finishIteration(1, [
      testCandidate({slot: 0, score: 90}),
      testCandidate({slot: 1, score: 70}),
      testCandidate({slot: 2, score: null, status: "unscored", reason: "query-empty"}),
      testCandidate({slot: 3, score: 10, arm: "control"})
    ]);
    expect(run.iterationRows).toMatchObject([
      {arm: "search", candidates: 3, n: 2, unscored: 1, violations: 1, rate: 0.5, mean: 80, top: 90, buffer_top: 90},
      {arm: "control", candidates: 1, n: 1, unscored: 0, violations: 0, rate: 0, mean: 10, top: 10}
    ]);
  });

  it("describes every attribute that was used or has weight, with its probability", () => {
    const run = tracker();
    run.finishIteration(1, [testCandidate({score: 60, attributes: ["a", "b"]})]);
    run.finishIteration(2, [testCandidate({score: 20, attributes: ["c"], iteration: 2})]);
    const second = run.weightRows.filter(({iteration}) => iteration === 2);
    expect(second).toEqual([
      {iteration: 2, attribute: "a", weight: 60, probability: 60 / 140, uses: 1, scored: 1, mean_score: 60},
      {iteration: 2, attribute: "b", weight: 60, probability: 60 / 140, uses: 1, scored: 1, mean_score: 60},
      {iteration: 2, attribute: "c", weight: 20, probability: 20 / 140, uses: 1, scored: 1, mean_score: 20}
    ]);
  });

  it("counts the iterations since the buffer last changed", () => {
    const run = tracker();
    const two = (a: number, b: number, iteration: number) =>
      run.finishIteration(iteration, [testCandidate({score: a, slot: 0}), testCandidate({score: b, slot: 1})]);
    two(50, 60, 1);
    two(10, 50, 2);
    two(50, 20, 3);
    expect(run.unchanged).toBe(2);
    two(99, 0, 4);
    expect(run.unchanged).toBe(0);
  });

  it("does not change a snapshot when the run continues", () => {
    const run = tracker();
    run.finishIteration(1, [testCandidate()]);
    const before = run.snapshot();
    run.finishIteration(2, [testCandidate({iteration: 2})]);
    expect([before.iterations, before.candidates.length, before.iterationRows.length]).toEqual([1, 1, 1]);
  });
});

describe("whyEnded(run, rules)", () => {
  const rules = {iterations: 20, patience: 3, hopeless: {from: 10, below: 25, last: 5}};
  const run = (iterations: number, unchanged: number, top: number | null) => ({
    iterations,
    unchanged,
    tops: new Array<number | null>(iterations).fill(top)
  });

  it("continues while a score is high enough", () => expect(whyEnded(run(9, 0, 10), rules)).toBeUndefined());
  it("ends after all iterations", () => expect(whyEnded(run(20, 0, 90), rules)).toBe("finished"));
  it("ends when the buffer has not changed for `patience` iterations", () => {
    expect(whyEnded(run(6, 3, 90), rules)).toBe("converged");
    expect(whyEnded(run(6, 3, 90), {...rules, patience: 0})).toBeUndefined();
  });
  it("ends a hopeless run from iteration 10 on, if the last five tops are below 25", () => {
    expect(whyEnded(run(10, 0, 24), rules)).toBe("hopeless");
    expect(whyEnded(run(10, 0, 25), rules)).toBeUndefined();
    expect(whyEnded(run(10, 0, 24), {...rules, hopeless: null})).toBeUndefined();
  });
  it("does not end a run as hopeless because of unscored candidates", () =>
    expect(whyEnded(run(12, 0, null), rules)).toBeUndefined());
});
