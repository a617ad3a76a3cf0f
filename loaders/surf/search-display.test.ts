import {expect, it} from "vitest";
import type {StepView} from "../step/step-run.js";
import type {Candidate} from "./candidate.js";
import type {SearchRun} from "./run.js";
import {SearchDisplay} from "./search-display.js";

const candidate = (score: number | null, arm: "search" | "control" = "search"): Candidate =>
  ({score, arm, reason: null, texts: {calls: []}}) as unknown as Candidate;

it("shows what an iteration has until it ends: candidates of both arms, scores of the search arm", () => {
  const run = {run: 1, planned: 3, ended: "running", tracker: {buffer: [], iterations: 0}} as unknown as SearchRun;
  let view = (): StepView => ({title: "", short: "", unit: "", lines: [], note: ""});
  const watcher = {planned: () => undefined, done: () => undefined, skipped: () => undefined};
  const display = new SearchDisplay(
    {rubric: "code", model: "lab:target", contrast: null, check: null, runs: [run]},
    {...watcher, show: (next) => void (view = next)},
    {index: 0, of: 1, shown: (model) => model}
  );
  const watch = display.watch(1);
  watch.iterationStarted!(1, 4);
  expect(view().partial).toEqual([]);
  for (const each of [candidate(80), candidate(10), candidate(null), candidate(99, "control")])
    watch.candidateFinished!(each as never);
  expect(view().partial).toEqual([
    {
      ...{rubric: "code", model: "lab:target", run: 1, iteration: 1, done: 4, planned: 4},
      ...{scored: 2, mean: 45, top: 80}
    }
  ]);
  watch.iterationFinished!();
  expect(view().partial).toEqual([]);
});
