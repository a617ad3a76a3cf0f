import {describe, expect, it} from "vitest";
import {useTempData} from "../util/testing/temp-data.js";
import {measureWorld, sumOf} from "./testing/trace-worlds.js";

useTempData();

describe("tracing in worlds whose causes are known", () => {
  it("finds the planted trigger and chunk, with other names, sizes and links than any world file has", async () => {
    const scores = [];
    for (const seed of [501, 502]) scores.push(await measureWorld(seed, {planted: true, failures: 3}));
    const {traces, trigger, chunk, missed} = sumOf(scores);
    expect(traces).toBeGreaterThan(20);
    expect(trigger / traces, missed.join("\n")).toBeGreaterThanOrEqual(0.85); // 90% over ten worlds: npm run bench
    expect(chunk / traces, missed.join("\n")).toBeGreaterThanOrEqual(0.85);
  });

  it("establishes hardly any trigger where nothing is planted", async () => {
    const {traces, established} = await measureWorld(503, {planted: false, failures: 40});
    expect(traces).toBeGreaterThan(20);
    expect(established / traces).toBeLessThanOrEqual(0.05);
  });
});
