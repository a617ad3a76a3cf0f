import {expect, it} from "vitest";
import {testCandidate} from "../testing.js";
import {RunTracker} from "../tracker.js";
import type {Candidate} from "../candidate.js";
import type {FoldedFinding} from "../findings.js";
import {replicateFinder} from "./replicates.js";

const first = {run: 0, index: 0};
const flag = testCandidate({score: 90, query: "flag", attributes: ["a", "b", "c"], purpose: "explore"});

function searchOf(candidates: Candidate[]) {
  const tracker = new RunTracker({size: 5, distinct: false, threshold: 70});
  tracker.finishIteration(
    1,
    candidates.map((candidate, slot) => ({...candidate, slot}))
  );
  const run = {run: 1, planned: 1, ended: "finished", tracker} as const;
  return {rubric: "code", model: "m", threshold: 70, runs: [run]};
}

const finding = (candidate: Candidate, folded: Candidate[] = []): FoldedFinding => ({
  ...{id: "x", run: 1, candidate, runs: 1},
  folded: folded.map((other) => ({run: 1, candidate: other}))
});

const again = (query: string, score: number | null, attributes: string[], more: Partial<Candidate> = {}): Candidate =>
  testCandidate({query, score, attributes, purpose: "replicate", replicateOf: first, ...more});

it("counts fresh queries that share a set with the flag that led to them, if the finding has all of the set", () => {
  const find = replicateFinder(
    searchOf([
      flag,
      again("one", 80, ["a", "b", "x"]),
      again("two", 10, ["a", "b", "y"]),
      again("three", null, ["a", "b"]),
      again("other part", 95, ["c", "z"])
    ])
  );
  const other = testCandidate({score: 99, query: "found later", attributes: ["a", "b", "q"]});
  expect(find(finding(other))).toMatchObject({scored: 2, flagged: 1});
  expect(find(finding(other))!.candidates.map(({query}) => query)).toEqual(["one", "two", "three"]);
  expect(find(finding(flag))).toMatchObject({scored: 3, flagged: 2});
});

it("counts neither the finding's own queries nor queries without one of the attributes", () => {
  const find = replicateFinder(
    searchOf([
      flag,
      again("flag", 90, ["a"]),
      again("same again", 90, ["a"]),
      again("gone", 90, ["b"], {purpose: "ablate"})
    ])
  );
  expect(find(finding(flag, [testCandidate({query: "same again"})]))).toMatchObject({scored: 0, flagged: 0});
});

it("returns null for a sampler that never asks again", () => {
  expect(replicateFinder(searchOf([testCandidate({score: 90})]))(finding(flag))).toBeNull();
});
