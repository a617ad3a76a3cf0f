import {describe, expect, it} from "vitest";
import {useTempData} from "../util/testing/temp-data.js";
import {measureWorld, sumScores} from "./testing/trace-worlds.js";

useTempData();

describe("tracing in worlds with known causes", () => {
  it("finds the planted trigger and chunk in worlds with varied names, sizes and links", async () => {
    const scores = [];
    for (const seed of [501, 502]) scores.push(await measureWorld(seed, {planted: true, failures: 3}));
    const {traces, trigger, chunk, missed} = sumScores(scores);
    expect(traces).toBeGreaterThan(20);
    expect(trigger / traces, missed.join("\n")).toBeGreaterThanOrEqual(0.85); // 90% over ten worlds: npm run bench
    expect(chunk / traces, missed.join("\n")).toBeGreaterThanOrEqual(0.85);
  });

  it("establishes almost no trigger if nothing is planted", async () => {
    const {traces, established} = await measureWorld(503, {planted: false, failures: 40});
    expect(traces).toBeGreaterThan(20);
    expect(established / traces).toBeLessThanOrEqual(0.05);
  });
});
