import {describe, expect, it} from "vitest";
import {useTempData} from "../util/testing/temp-data.js";
import {measureAblation} from "./testing/measure-ablation.js";

useTempData();

describe("ablation in a world with known causes", () => {
  it("removes planted failures, not by chance, and blames no innocent chunk", async () => {
    const score = await measureAblation(702, {seeds: [1], samples: 5, ordinary: 0});
    const {findings, removed, mended, beyond, caused, controls, harmed, innocents, blamed, notes} = score;
    expect(findings).toBeGreaterThan(4);
    expect(removed / findings, notes.join("\n")).toBeGreaterThan(0.8); // ten worlds: npm run bench -- ablation
    expect(mended / findings, notes.join("\n")).toBeGreaterThan(0.9); // by the chunks that rounds name
    expect(beyond, notes.join("\n")).toBe(0);
    expect(caused / findings, notes.join("\n")).toBeGreaterThan(0.8);
    expect(harmed / controls).toBeLessThanOrEqual(0.05);
    expect(blamed / innocents, notes.join("\n")).toBeLessThanOrEqual(0.05);
  }, 300_000);
});
