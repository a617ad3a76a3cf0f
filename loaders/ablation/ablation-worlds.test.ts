import {describe, expect, it} from "vitest";
import {useTempData} from "../util/testing/temp-data.js";
import {measureAblation, sumScores} from "./testing/ablation-worlds.js";

useTempData();

describe("ablation in worlds with known causes", () => {
  it("removes planted failures, not by chance, and blames no innocent chunk", async () => {
    const score = sumScores([await measureAblation(701, {seeds: [1], ordinary: 0})]);
    console.log(score);
    const {findings, removed, caused, controls, harmed, innocents, blamed, notes} = score;
    expect(findings).toBeGreaterThan(4);
    expect(removed / findings, notes.join("\n")).toBeGreaterThanOrEqual(0.95);
    expect(caused / findings, notes.join("\n")).toBeGreaterThanOrEqual(0.85); // 95% over ten worlds: npm run bench
    expect(harmed / controls).toBeLessThanOrEqual(0.05);
    expect(blamed / innocents, notes.join("\n")).toBeLessThanOrEqual(0.05);
  }, 300_000);
});
