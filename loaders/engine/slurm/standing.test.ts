import {describe, expect, it} from "vitest";
import {readEngine} from "../settings.js";
import {gatherId, type Plan, type Unit} from "../unit.js";
import type {UnitRecord, UnitState} from "../unit-record.js";
import type {Task} from "./client.js";
import type {SubmittedJob} from "./jobs-log.js";
import {standingsOf, type Known} from "./standing.js";

const settings = {...readEngine("slurm"), tries: 3, memoryInMb: 1000, minutes: 60};

const unit = (id: string, after: string[] = []): Unit => ({id, stage: after.length, after, servers: 0});

const plan: Plan = {
  ...{v: 1, work: "s", file: "s.yaml", fingerprint: "f", units: [unit("a"), unit(gatherId, ["a"])]},
  options: {budgetInUsd: null, atOnce: 1, limits: {}}
};

const at = "2026-01-01T00:00:00.000Z";
const later = "2026-01-01T00:00:09.000Z";

const job = (name: string, more: Partial<SubmittedJob> = {}): SubmittedJob => ({
  ...{name, job: "7", units: [{id: "a", index: 0, bytes: 0}], memoryInMb: 1000, minutes: 60, at, run: 1},
  ...more
});

const task = (name: string, state: string, reason = "None"): Task => ({
  ...{name, job: "7", index: 0, state, reason, node: "n1"}
});

const record = (state: UnitState, more: Partial<UnitRecord> = {}): UnitRecord => ({
  ...{unit: "a", fingerprint: "f", state, error: "why", place: "n1", started: at, updated: later},
  ...{steps: [], asked: 0, spend: null},
  ...more
});

function standing(known: Partial<Known> & {record?: UnitRecord; bytes?: number; tail?: string}) {
  const {record: own, bytes = 5, tail = "", ...rest} = known;
  const recordOf = (id: string) => (id === "a" ? own : undefined);
  return standingsOf(
    plan,
    {
      recordOf,
      bytesOf: () => bytes,
      tailOf: () => tail,
      jobs: [],
      tasks: [],
      run: 1,
      limits: {memoryInMb: null, minutes: null},
      ...rest
    },
    settings
  );
}

describe("the standing of a unit", () => {
  it("is what the queue says while it is there", () => {
    expect(standing({})[0]).toMatchObject({state: "due", why: ""});
    expect(standing({jobs: [job("j")], tasks: [task("j", "RUNNING")]})[0]).toMatchObject({state: "runs", why: "n1"});
    const waits = standing({jobs: [job("j")], tasks: [task("j", "PENDING", "Resources")]})[0];
    expect(waits).toMatchObject({state: "waits", why: "Resources"});
  });

  it("stays one submission where a process died before Slurm said the id", () => {
    expect(standing({jobs: [job("j", {job: null})]})[0]).toMatchObject({state: "waits"});
    expect(standing({jobs: [job("j", {job: null, refused: true})]})[0]).toMatchObject({state: "due"});
  });

  it("is due again, with more of what it lacked, where a node lost it", () => {
    const jobs = [job("j")];
    for (const state of ["NODE_FAIL", "PREEMPTED", "FAILED"])
      expect(standing({jobs, tasks: [task("j", state)]})[0]).toMatchObject({state: "due", memoryInMb: 1000});
    expect(standing({jobs, tasks: [task("j", "OUT_OF_MEMORY")]})[0]).toMatchObject({memoryInMb: 2000, minutes: 60});
    expect(standing({jobs, tail: "slurmstepd: Detected 1 oom_kill event"})[0]).toMatchObject({memoryInMb: 2000});
    const overLimit = "slurmstepd: error: Step 7.batch exceeded memory limit (2 > 1), being killed";
    const killed = standing({jobs, tasks: [task("j", "CANCELLED")], tail: overLimit})[0];
    expect(killed).toMatchObject({state: "due", memoryInMb: 2000});
    const overJobLimit = [
      "slurmstepd-n1: error: StepId=2.batch exceeded memory limit (121659392 > 62914560), being killed",
      "slurmstepd-n1: error: Exceeded job memory limit",
      "slurmstepd-n1: error: *** JOB 2 ON n1 CANCELLED AT 2026-01-01T00:00:05 ***"
    ];
    expect(standing({jobs, tasks: [task("j", "FAILED")], tail: overJobLimit.join("\n")})[0]).toMatchObject({
      memoryInMb: 2000,
      why: `it was out of memory: ${overJobLimit[0]}`
    });
    expect(standing({jobs, tasks: [task("j", "TIMEOUT")]})[0]).toMatchObject({state: "due", minutes: 60});
    expect(standing({jobs, bytes: 0, tasks: [task("j", "TIMEOUT")]})[0]).toMatchObject({minutes: 120});
    for (const state of ["FAILED", "COMPLETED"])
      // stopped cleanly before its time was up
      expect(standing({jobs, bytes: 0, record: record("stopped"), tasks: [task("j", state)]})[0]).toMatchObject({
        ...{state: "due", minutes: 120},
        why: "its time was up"
      });
    expect(standing({jobs, bytes: 0, record: record("stopped"), tasks: [task("j", "PREEMPTED")]})[0]).toMatchObject({
      minutes: 60
    });
    expect(standing({jobs, tasks: [task("j", "PENDING", "JobHoldMaxRequeue")]})[0]).toMatchObject({state: "due"});
  });

  it("is given up after tries without a new answer, with the last words of its log", () => {
    const jobs = ["j", "k", "l"].map((name) => job(name));
    const given = standing({jobs, bytes: 0, tail: "module: not found", tasks: [task("l", "FAILED")]});
    expect(given[0]).toMatchObject({
      state: "failed",
      why: "ended 3 times without a new answer, at last it failed: module: not found"
    });
    expect(given[1]).toMatchObject({state: "blocked", why: "needs a"});
    expect(standing({jobs, bytes: 9, tasks: [task("l", "FAILED")]})[0]).toMatchObject({state: "due"});
  });

  it("is final in this run where the unit failed by itself or somebody cancelled it, and due in the next", () => {
    const jobs = [job("j")];
    expect(standing({jobs, record: record("failed")})[0]).toMatchObject({state: "failed", why: "why"});
    expect(standing({jobs, tasks: [task("j", "CANCELLED by 0")]})[0]).toMatchObject({state: "failed"});
    expect(standing({jobs, record: record("failed"), run: 2})[0]).toMatchObject({state: "due"});
    expect(standing({jobs, record: record("paused", {isOverBudget: true})})[0]).toMatchObject({state: "paused"});
    expect(standing({jobs, record: record("failed", {updated: at})})[0]).toMatchObject({state: "due"}); // of before
  });

  it("is done by its own word, under the same plan alone", () => {
    expect(standing({record: record("done")})[0]).toMatchObject({state: "done"});
    expect(standing({record: record("done", {fingerprint: "other"})})[0]).toMatchObject({state: "due"});
  });
});
