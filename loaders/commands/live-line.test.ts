import {stripVTControlCharacters} from "node:util";
import {afterEach, beforeEach, expect, it, vi} from "vitest";
import {noActivity} from "../model/activity.js";
import {showReach} from "./live-line.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function shown(isTTY: boolean, plain = false) {
  const written: string[] = [];
  const stream = {
    isTTY,
    columns: 70,
    rows: 24,
    write: (text: string) => written.push(text) > 0
  } as unknown as NodeJS.WriteStream;
  const reach = {what: "mine: rescoring", done: 5, total: 20, unit: "answers"};
  const activity = {...noActivity, inFlight: 2, longest: {model: "http://h:1/v1:m", inMs: 9000}};
  const stop = showReach(() => reach, {stream, plain, activity: () => activity});
  return {written, reach, stop, text: () => stripVTControlCharacters(written.join(""))};
}

it("draws a bar on a terminal, within its width, and takes it away", async () => {
  const {reach, stop, text, written} = shown(true);
  reach.done = 20;
  await vi.advanceTimersByTimeAsync(400);
  stop();
  expect(text()).toContain("[=====               ] mine: rescoring: 5/20 answers");
  expect(text()).toContain("[====================] mine: rescoring: 20/20 answers");
  for (const line of text().split("\n")) expect(line.length).toBeLessThanOrEqual(140); // two draws without a line feed
  const before = written.length;
  await vi.advanceTimersByTimeAsync(1000);
  expect(written).toHaveLength(before);
});

it.each([
  ["elsewhere", false, false],
  ["with --json", true, true]
])("writes a plain line every 15 s %s", async (_where, isTTY, plain) => {
  const {stop, written} = shown(isTTY, plain);
  await vi.advanceTimersByTimeAsync(31_000);
  stop();
  await vi.advanceTimersByTimeAsync(31_000);
  expect(written).toHaveLength(2);
  expect(written[0]).toMatch(
    /^mine: rescoring: 5\/20 answers, for 1\d s; 2 calls in flight, the longest for 9 s, on m\n$/
  );
});
