import {mkdtempSync} from "node:fs";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {useTempData} from "../../util/testing/temp-data.js";
import {writePlan} from "../plan-file.js";
import {readEngine, type EngineSettings} from "../settings.js";
import {askedInMb, useFakeSlurm, type FakeSlurm} from "../testing/fake-slurm.js";
import {gatherId, type Plan, type Unit} from "../unit.js";
import {jobsFile} from "../unit-files.js";
import {unitsStatus} from "../units-status.js";
import {runOnSlurm, type PlanEnd} from "./follow.js";

const {folder} = useTempData();
const unit = (id: string, stage = 0, after: string[] = []): Unit => ({id, stage, after, servers: 0});

let plans = 0;
const planOf = (units: Unit[]): Plan => ({
  ...{v: 1, work: `s${plans++}`, file: "s.yaml", fingerprint: "f", units},
  options: {budgetInUsd: null, atOnce: 1, limits: {}}
});

let restore: (() => void) | undefined;
afterEach(() => restore?.());

/** Runs a plan on a fake Slurm; the states of its units, and what it said. */
async function follow(plan: Plan, fake: Omit<FakeSlurm, "plan">, more: Partial<EngineSettings> = {}) {
  writePlan(plan);
  restore = useFakeSlurm(mkdtempSync(join(folder(), "slurm-")), {plan, ...fake});
  const settings = {...readEngine("slurm"), memoryInMb: 1000, pollInMs: 5, ...more};
  const said: string[] = [];
  const signal = AbortSignal.timeout(60_000);
  const options = {signal, command: ["surfturf"], log: (line: string) => said.push(line), onLook: () => undefined};
  const end = await runOnSlurm(plan, settings, options);
  return {end, said, states: Object.fromEntries(end.standings.map((each) => [each.unit.id, each.state]))};
}

const whyOf = ({standings}: PlanEnd, id: string): string => standings.find((each) => each.unit.id === id)!.why;
const asked = (plan: Plan, id: string): number[] => askedInMb(jobsFile(plan.work), id);
const two = (): Plan =>
  planOf([unit("a"), unit("b"), unit("a2", 1, ["a"]), unit("b2", 1, ["b"]), unit(gatherId, 2, ["a2", "b2"])]);

describe("following units on Slurm", {timeout: 150_000}, () => {
  it("asks for twice as much memory until all that a node has, and does all other units where that is too little", async () => {
    const plan = two();
    const {end, states} = await follow(plan, {needsInMb: {b: 9000}, nodeInMb: 3000});
    expect(asked(plan, "b")).toEqual([1000, 2000, 3000]);
    expect(end.state).toBe("failed");
    expect(states).toEqual({a: "done", b: "failed", a2: "done", b2: "blocked", gather: "blocked"});
    expect(whyOf(end, "b")).toMatch(/out of memory.*had 3000 MB, as much as any node of the default partition has/);
    expect((await unitsStatus(plan.work)).join("\n")).toMatch(
      /b failed: it was out of memory.*data\/engines\/slurm.yaml/
    );
    const again = await follow(plan, {needsInMb: {b: 9000}, nodeInMb: 10_000}, {tries: 5}); // on larger nodes
    expect(again.end.state).toBe("done");
    expect(asked(plan, "a")).toEqual([1000]);
    expect(asked(plan, "b").slice(3)).toEqual([1000, 2000, 4000, 8000, 10_000]);
  });

  it("is enough with what a node has where twice as much would be more", async () => {
    const plan = two();
    const {end} = await follow(plan, {needsInMb: {b: 2500}, nodeInMb: 3000});
    expect(end.state).toBe("done");
    expect(asked(plan, "b")).toEqual([1000, 2000, 3000]);
  });

  it("does all other units where Slurm refuses more memory", async () => {
    const plan = two();
    const {end, states} = await follow(plan, {needsInMb: {b: 5000}, nodeInMb: 8000, mostInMb: 3000});
    expect(states).toEqual({a: "done", b: "failed", a2: "done", b2: "blocked", gather: "blocked"});
    expect(whyOf(end, "b")).toMatch(
      /^it was out of memory; Slurm refuses the job \(Memory specification.*asked for 4000 MB.*less memory/
    );
    expect((await unitsStatus(plan.work)).join("\n")).toContain("Slurm refuses the job");
  });

  it("fails with what Slurm says where it refuses all jobs, and goes on in the next run", async () => {
    const plan = two();
    const {end, states} = await follow(plan, {needsInMb: {}, nodeInMb: 3000}, {partition: "none"});
    expect(end.state).toBe("failed");
    expect(states).toEqual({a: "failed", b: "failed", a2: "blocked", b2: "blocked", gather: "blocked"});
    expect(whyOf(end, "a")).toMatch(/invalid partition specified: none.*correct partition \(sinfo lists them\)/);
    expect((await follow(plan, {needsInMb: {}, nodeInMb: 3000})).end.state).toBe("done");
  });

  it("takes jobs out of the queue that would wait for ever, and says why", async () => {
    const plan = two();
    const {end, states} = await follow(plan, {needsInMb: {}, nodeInMb: 3000, bad: "--time=240"});
    expect(states).toMatchObject({a: "failed", b: "failed"});
    expect(end.state).toBe("failed");
    expect(whyOf(end, "a")).toMatch(/it waits for ever: PartitionTimeLimit\).*ask for less time/);
  });

  it("submits as many units as Slurm takes, and the others when some have ended", async () => {
    const units = Array.from({length: 9}, (_, i) => unit(`u${i}`));
    const plan = planOf([
      ...units,
      unit(
        gatherId,
        1,
        units.map(({id}) => id)
      )
    ]);
    const {end, said} = await follow(plan, {needsInMb: {}, nodeInMb: 3000, mostTasks: 4});
    expect(end.state).toBe("done");
    expect(said.join("\n")).toContain("Slurm takes no more jobs for now: QOSMaxSubmitJobPerUserLimit");
    expect(said).toContain("job 1: 4 units");
  });
});
