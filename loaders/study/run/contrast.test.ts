import {parse, stringify} from "yaml";
import {readFileSync, rmSync} from "node:fs";
import {afterEach, describe, expect, it, vi} from "vitest";
import {buildLab, openLab} from "../../lab/lab.js";
import {serveLab} from "../../lab/server/server.js";
import {worldFrom} from "../../lab/testing.js";
import type {WorldSpec} from "../../lab/world-schema.js";
import {Recorder} from "../../store/recorder.js";
import {readTable} from "../../store/tables.js";
import {formatUserError, isUserError} from "../../util/user-error.js";
import {studyFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {readStudy} from "../file/read-study.js";
import {labStudyFile, shipped, writeData} from "../testing/data-folder.js";
import {stopAfter} from "../testing/stop-after.js";
import {runStudy} from "./run-study.js";

useTempData();
afterEach(() => void vi.restoreAllMocks());

const recorderAsk = Recorder.prototype.ask;

const size = "runs: 3, iterations: 10, candidates: 60";

/** The shipped world without the chunks that teach its faults. */
function withoutFaults() {
  const spec = parse(readFileSync(shipped("worlds/chunky.yaml"), "utf8")) as WorldSpec;
  return worldFrom(stringify({...spec, chunks: spec.chunks.filter(({fault}) => fault === undefined)}));
}

const study = (name: string, surf: string, more: string[] = []) =>
  readStudy(writeData(`studies/${name}.yaml`, labStudyFile([`surf: {${surf}}`, ...more])));

describe("a search with a contrast model", () => {
  it("reports what only the target does, and writes both answers", async () => {
    const server = await serveLab(buildLab(withoutFaults()), {port: 0, latencyInMs: 0, failRate: 0, seed: 1});
    try {
      const contrast = `${server.url}/v1:target`;
      const manifest = await runStudy(study("alone", `${size}, contrast: "${contrast}"`));
      const regions = (await readTable("alone", "regions"))!;
      const candidates = (await readTable("alone", "candidates"))!;
      const texts = (await readTable("alone", "texts"))!;
      const calls = (await readTable("alone", "calls"))!;
      expect(regions.length).toBeGreaterThan(0);
      for (const {description, ...region} of regions) {
        expect(description).toMatch(/formal|ornate|courtesy|bookish|ceremon|elaborate|archaic/i);
        expect(region.contrast_rate).toBeLessThanOrEqual(0.5 * region.target_rate!);
        expect(region.difference).toBeCloseTo(region.target_rate! - region.contrast_rate!);
        expect(region.difference_low).toBeLessThan(region.difference!);
        expect(region.difference_high).toBeGreaterThan(region.difference!);
        expect(region.q).toBeLessThan(0.05);
      }
      const asked = candidates.filter(({contrast_status: status}) => status === "scored");
      expect(asked.length).toBe(manifest.counts.contrast!.asked);
      expect(calls.filter(({role}) => role === "contrast")).toHaveLength(asked.length);
      expect(candidates.every(({flagged, contrast_status: status}) => !flagged || status === "scored")).toBe(true);
      for (const {id} of asked.slice(0, 20)) {
        expect(texts[id]!.contrast_response).not.toBeNull();
        expect(texts[id]!.contrast_reasoning).not.toBeNull();
      }
      expect(manifest.models.contrast).toEqual([contrast]);
    } finally {
      await server.close();
    }
  });

  it("reports nothing against a model with the same faults", async () => {
    const server = await serveLab(await openLab(shipped("worlds/chunky.yaml")), {
      port: 0,
      latencyInMs: 0,
      failRate: 0,
      seed: 1
    });
    try {
      const {counts} = await runStudy(study("same", `${size}, contrast: "${server.url}/v1:target"`));
      expect(counts.flagged).toBeGreaterThan(100);
      expect(counts.regions).toBe(0);
      expect(counts.contrast!.failed).toBeGreaterThan(counts.flagged / 2);
    } finally {
      await server.close();
    }
  });

  it.each(["adaptive", "reference", "paper"])("steers %s by what only the target does", async (sampler) => {
    const surf = `runs: 2, iterations: 5, candidates: 30, sampler: ${sampler}, contrast: "lab:target@1"`;
    await runStudy(study("steered", surf));
    const candidates = (await readTable("steered", "candidates"))!;
    const findings = (await readTable("steered", "findings"))!;
    const buffer = (await readTable("steered", "buffer"))!.filter(({score}) => score > 70);
    expect(buffer.length).toBeGreaterThan(0);
    for (const {candidate} of buffer) expect(candidates[candidate!]!.contrast_score).toBeLessThanOrEqual(70);
    for (const {flagged, contrast_score: score} of findings) expect(flagged).toBe(score !== null && score <= 70);
    rmSync(studyFolder("steered"), {recursive: true});
  });

  it("asks nothing again after it was stopped, and makes the same tables", async () => {
    const surf = 'runs: 2, iterations: 5, candidates: 30, contrast: "lab:target@1"';
    const whole = await runStudy(study("whole", surf));
    const signal = stopAfter(Math.round(whole.spend.calls / 2));
    expect((await runStudy(study("stopped", surf), {signal})).state).toBe("stopped");
    vi.restoreAllMocks();
    const {spend} = await runStudy(study("stopped", surf));
    expect(spend.calls).toBe(whole.spend.calls);
    for (const table of ["candidates", "regions", "texts", "findings"] as const) {
      const named = (name: string) => name.replaceAll("stopped", "whole");
      const [first, second] = [await readTable("whole", table), await readTable("stopped", table)];
      expect(JSON.parse(named(JSON.stringify(second)))).toEqual(JSON.parse(JSON.stringify(first)));
    }
  });

  it("says why an answer of the contrast model has no score, and takes its flag for no evidence", async () => {
    const dead = "http://127.0.0.1:9/v1:gone";
    const retryPolicy = {attempts: 1, firstInMs: 1, maxWaitInMs: 1};
    const manifest = await runStudy(study("dead", `runs: 1, iterations: 2, candidates: 40, contrast: "${dead}"`), {
      retryPolicy
    });
    const flags = (await readTable("dead", "candidates"))!.filter(({flagged}) => flagged);
    expect(flags.length).toBeGreaterThan(0);
    for (const {contrast_status: status, contrast_reason: reason} of flags)
      expect([status, reason]).toEqual(["unscored", "response-failed"]);
    expect((await readTable("dead", "findings"))!.filter(({flagged}) => flagged)).toEqual([]);
    expect(manifest.counts.contrast!.unscored).toEqual({"response-failed": flags.length});
  });

  it.each([
    ["lab:target", /bad\.yaml:4: surf\.contrast: lab:target is the target itself: expected another model/],
    ["acme:one", /bad\.yaml:4: surf\.contrast: unknown provider: acme/],
    ["lab:nobody", /bad\.yaml:4: surf\.contrast: unknown model of the lab: nobody/],
    ["openai:gpt-4o", /bad\.yaml:4: surf\.contrast: .*OPENAI_API_KEY/]
  ])("refuses %s in one line", async (contrast, expected) => {
    vi.stubEnv("OPENAI_API_KEY", "");
    const run = async () => runStudy(study("bad", `${size}, contrast: "${contrast}"`));
    const error: unknown = await run().then(
      () => null,
      (thrown: unknown) => thrown
    );
    expect(isUserError(error)).toBe(true);
    expect(isUserError(error) && formatUserError(error)).toMatch(expected);
    vi.unstubAllEnvs();
  });
});

describe("a search with dimensions of severity", () => {
  const dimensions = ["brevity", "unasked-list"];
  const paths = dimensions.map((name) => shipped(`rubrics/${name}.yaml`));

  it("scores what fails, and nothing else, by each of them", async () => {
    const surf = `runs: 2, iterations: 8, candidates: 40, contrast: "lab:target@1", severity: [${paths.join(", ")}]`;
    await runStudy(study("severe", surf));
    const candidates = (await readTable("severe", "candidates"))!;
    const severities = (await readTable("severe", "severities"))!;
    const failing = candidates.filter(({flagged, contrast_score: score}) => flagged && score !== null && score <= 70);
    expect(failing.length).toBeGreaterThan(0);
    const expected = failing.flatMap(({id}) => dimensions.map((dimension) => [id, dimension]));
    expect(severities.map(({candidate, dimension}) => [candidate, dimension])).toEqual(expected);
    for (const {score} of severities) expect(score).toBeGreaterThanOrEqual(0);
  });

  it("gives each region the mean of the means of its failures", async () => {
    await runStudy(study("ranked", `runs: 3, iterations: 10, candidates: 60, severity: [${paths.join(", ")}]`));
    const regions = (await readTable("ranked", "regions"))!;
    const means = (await readTable("ranked", "region_severities"))!;
    const severities = (await readTable("ranked", "severities"))!;
    expect(regions.length).toBeGreaterThan(0);
    for (const {id, severity, examples} of regions) {
      const own = means.filter(({region}) => region === id);
      expect(own.map(({dimension}) => dimension)).toEqual(dimensions);
      expect(severity).toBeCloseTo((own[0]!.mean! + own[1]!.mean!) / 2);
      const scores = severities.filter(
        ({candidate, dimension}) => examples.includes(candidate) && dimension === "brevity"
      );
      expect(own[0]!.mean).toBeCloseTo(scores.reduce((sum, {score}) => sum + score!, 0) / scores.length);
    }
  });

  it("refuses a rubric that is not there in one line", () =>
    expect(() => study("bad", "severity: [nothing]")).toThrow("no such rubric: nothing"));
});

describe("a search in a context", () => {
  const context = "context: {name: polite, system: Be brief., shots: 2, from: {chunk: formal-code}}";
  const surf = `runs: 2, iterations: 4, candidates: 30, ${context}`;

  it("asks target and contrast model after it, findings too, and says so", async () => {
    const more = ["confirm: {top: 2, samples: 3}", "robustness: {by: rule, top: 1, perturbations: 2, samples: 2}"];
    const asked: {role: string; system: string | undefined; turns: number}[] = [];
    vi.spyOn(Recorder.prototype, "ask").mockImplementation(async function (this: Recorder, model, request, purpose) {
      asked.push({role: purpose.role, system: request.system, turns: request.messages.length});
      return recorderAsk.call(this, model, request, purpose);
    });
    await runStudy(study("polite", `${surf}, contrast: "lab:target@1"`, more));
    const answering = asked.filter(({role}) => role === "target" || role === "contrast");
    expect(new Set(answering.map(({role}) => role)).size).toBe(2);
    for (const {system, turns} of answering) expect([system, turns]).toEqual(["Be brief.", 5]);
    for (const {system, turns} of asked.filter(({role}) => role === "judge" || role === "query"))
      expect([system, turns]).toEqual([undefined, 1]);
    expect(new Set((await readTable("polite", "candidates"))!.map(({context}) => context))).toEqual(
      new Set(["polite"])
    );
    expect(new Set((await readTable("polite", "findings"))!.map(({context}) => context))).toEqual(new Set(["polite"]));
    expect(new Set((await readTable("polite", "samples"))!.map(({context}) => context))).toEqual(new Set(["polite"]));
  });

  it("lets a step ask its findings after something else, or nothing", async () => {
    await runStudy(study("plain", surf, ["confirm: {top: 2, samples: 2, context: false}"]));
    expect(new Set((await readTable("plain", "samples"))!.map(({context}) => context))).toEqual(new Set(["none"]));
  });

  it.each([
    ["{}", /surf\.context: is empty: expected system, or shots and from/],
    ["{system: {file: nowhere.txt}}", /surf\.context: no such file for a system prompt: nowhere\.txt/],
    ["{shots: 2}", /surf\.context: expected both shots and from/],
    ["{shots: 3, from: {chunk: nothing}}", /surf\.context: the lab's world has no chunk nothing/],
    ["{shots: 900, from: {chunk: formal-code}}", /surf\.context: .*(has \d+ pairs|tokens)/]
  ])("refuses %s in one line", async (bad, expected) => {
    const run = async () => runStudy(study("bad", `${size}, context: ${bad}`));
    const error: unknown = await run().then(
      () => null,
      (thrown: unknown) => thrown
    );
    expect(isUserError(error) && formatUserError(error)).toMatch(expected);
  });
});
