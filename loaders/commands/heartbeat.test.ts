import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {noActivity, type Activity} from "../model/activity.js";
import {Heartbeat} from "./heartbeat.js";
import {showStages} from "./index-progress.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const stalled: Activity = {...noActivity, inFlight: 2, longest: {model: "openai:m", inMs: 65_000}};
const failing: Activity = {...noActivity, errors: ["openai m: 429: slow down"]};

describe("Heartbeat", () => {
  it("says something every 15 s, unless somebody else did", async () => {
    const said: number[] = [];
    const heartbeat = new Heartbeat({activity: () => noActivity, say: () => said.push(performance.now())}).start();
    const begun = performance.now();
    await vi.advanceTimersByTimeAsync(10_000);
    heartbeat.beat();
    await vi.advanceTimersByTimeAsync(14_000);
    expect(said).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said.map((at) => Math.round((at - begun) / 1000))).toEqual([25, 40, 55, 70]);
    heartbeat.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said).toHaveLength(4);
  });
});

describe("showStages(name, stream) without a terminal", () => {
  it("names the stage, how far it is and the call that takes longest, at least every 15 s", async () => {
    const lines: string[] = [];
    const show = showStages("x", {isTTY: false, write: (line: string) => lines.push(line)} as never);
    show.onStage("attributes", "begun");
    show.onProgress({stage: "attributes", done: 3, total: 1200, what: "pairs"});
    show.onActivity(() => stalled);
    await vi.advanceTimersByTimeAsync(16_000);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toBe(
      "x: attributes 3 of 1,200 pairs, for 15 s; 2 calls in flight, the longest for 1 min 5 s, on openai:m\n"
    );
    show.onActivity(() => failing);
    await vi.advanceTimersByTimeAsync(3000);
    expect(lines.slice(3)).toEqual([expect.stringContaining("; failing: openai m: 429: slow down")]);
    show.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines).toHaveLength(4);
  });
});
