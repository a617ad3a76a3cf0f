import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import {studyFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {secondsLeft} from "./time-left.js";

useTempData();

/** A study with 25 of 100 candidates done after 75 calls, at two calls per second. */
function running(name: string, state: StudyManifest["state"] = "running"): StudyManifest {
  mkdirSync(studyFolder(name), {recursive: true});
  const known = {step: "surf", role: "target", model: "lab:target", answered: null, latency: null, attempts: 1};
  const answer = {stop: "stop", raw: null, usage: null, cost: 0, text: "", thinking: "", error: null};
  const lines = Array.from({length: 75}, (_, i) => {
    const own = {v: 1, id: i.toString(16).padStart(32, "0"), at: new Date(1e12 + i * 500).toISOString()};
    return JSON.stringify({...own, ...known, ...answer});
  });
  writeFileSync(join(studyFolder(name), "journal.jsonl"), `${lines.join("\n")}\n`);
  const steps = [{name: "surf", state, planned: 100, done: 25, unscored: 0}];
  return {name, state, steps, spend: {calls: 75, inputTokens: 0, outputTokens: 0, cost: 0}} as unknown as StudyManifest;
}

describe("secondsLeft(manifest)", () => {
  it("uses the pace of the last calls", () => {
    expect(secondsLeft(running("half"))).toBe(113); // 225 calls, two per second
  });

  it("returns null for a study that is not running, or has done nothing", () => {
    expect(secondsLeft(running("over", "finished"))).toBeNull();
    expect(secondsLeft({...running("fresh"), steps: []})).toBeNull();
    expect(secondsLeft({...running("gone"), name: "nowhere"})).toBeNull();
  });
});
