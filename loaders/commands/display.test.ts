import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {noActivity, type Activity} from "../model/activity.js";
import {foundNothing, type StudyManifest} from "../../src/shared/manifest.js";
import {blankManifest} from "../store/manifest.js";
import {Progress} from "../study/run/progress.js";
import {activityInWords} from "../study/manifest/activity-in-words.js";
import {showProgress} from "./display.js";
import {summary} from "./summary.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A progress whose calls do what a test says, and the lines that it shows without a terminal. */
function shown(activity: Activity) {
  const lines: string[] = [];
  const calls = {asked: 0, replayed: 0, state: activity, activity: () => calls.state};
  const progress = new Progress();
  const stream = {isTTY: false, write: (line: string) => lines.push(line)} as unknown as NodeJS.WriteStream;
  showProgress(progress, {stream});
  progress.begin("mine", calls);
  const watcher = progress.beginStep("surf");
  watcher.planned(100);
  return {lines, calls, progress, watcher};
}

const stalled: Activity = {...noActivity, inFlight: 3, longest: {model: "http://127.0.0.1:1/v1:m", inMs: 65_000}};

describe("showProgress(progress, {stream}) without a terminal", () => {
  it("writes a line at least every 15 s when nothing ends, with the call that takes longest", async () => {
    const {lines, progress} = shown(stalled);
    await vi.advanceTimersByTimeAsync(16_000);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^mine: surf: 0\/100.*3 calls in flight, the longest for 1 min 5 s, on m\n$/);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines.length).toBeGreaterThanOrEqual(5);
    progress.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines.length).toBeLessThanOrEqual(7);
  });

  it("says what fails within seconds, once", async () => {
    const {lines, calls} = shown(noActivity);
    await vi.advanceTimersByTimeAsync(3000);
    expect(lines).toEqual([]);
    calls.state = {...noActivity, errors: ["http://127.0.0.1:1/v1 m: no answer: connect ECONNREFUSED"]};
    await vi.advanceTimersByTimeAsync(2000);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("; failing: http://127.0.0.1:1/v1 m: no answer: connect ECONNREFUSED");
    await vi.advanceTimersByTimeAsync(8000);
    expect(lines).toHaveLength(1);
  });

  it("says when a high share has no score, why, and what to do", async () => {
    const {lines, progress, watcher} = shown(noActivity);
    for (let i = 0; i < 30; i++) watcher.done(i < 10, {reason: "response-truncated", call: null, further: 0});
    progress.end();
    expect(lines.at(-1)).toMatch(
      /10 scored, 20 unscored, mainly response-truncated \(67%: raise max_tokens of the target/
    );
  });
});

describe("activityInWords(activity)", () => {
  it("says until when it waits, for whom and why", () => {
    const now = new Date(2026, 10, 28, 14, 0, 0).getTime();
    const waits = [{model: "p:m", until: now + 90_000, reason: "p m: 429: slow down"}];
    expect(activityInWords({...noActivity, waits, errors: ["p m: 429: slow down"]}, {now})).toEqual([
      "waiting until 2026-11-28 14:01:30 (1 min 30 s) for p:m: p m: 429: slow down"
    ]);
  });
});

describe("a study without a score", () => {
  const counts = {candidates: 12, scored: 0, unscored: 12, flagged: 0, findings: 0, regions: 0};
  const manifest: StudyManifest = {...blankManifest("mine"), state: "finished", counts, unscored: {"query-failed": 12}};

  it("says that it found out nothing, and of no regions", () => {
    expect(foundNothing(manifest)).toBe(true);
    expect(summary(manifest)).toMatch(
      /12 candidates, 0 scored, 12 unscored \(12 query-failed\)\n {2}nothing was found out/
    );
    expect(summary(manifest)).not.toMatch(/regions|findings/);
  });

  it("that was stopped says that it found out nothing so far", () => {
    const stopped: StudyManifest = {...blankManifest("mine"), state: "stopped", counts: {...counts, candidates: 0}};
    expect(summary(stopped)).toMatch(/\n {2}nothing was found out so far/);
  });

  it("is one of probes alone too, and none that has a score or has not begun", () => {
    const step = {name: "probe", state: "finished", planned: 9, done: 9, unscored: 9} as const;
    const probes = {counts: blankManifest("").counts, steps: [step]};
    expect(foundNothing(probes)).toBe(true);
    expect(foundNothing({...probes, steps: [{...step, unscored: 8}]})).toBe(false);
    expect(foundNothing({...probes, steps: [{...step, done: 0, unscored: 0}]})).toBe(false);
    expect(foundNothing({...manifest, counts: {...counts, scored: 1}})).toBe(false);
  });
});

describe("spend in a summary", () => {
  const withSpend = (spend: StudyManifest["spend"]) => summary({...blankManifest("mine"), spend});
  const spend = {calls: 27, inputTokens: 5, outputTokens: 6, cost: 600};

  it("counts calls of unknown cost as their worst case, and says so", () => {
    expect(withSpend(spend)).toMatch(/27 calls, 5 input and 6 output tokens, \$600.00 spent$/);
    expect(withSpend({...spend, uncertain: 4.5})).toMatch(/\$600.00 spent \(up to \$4.50 of it: .* not known\)$/);
  });
});
