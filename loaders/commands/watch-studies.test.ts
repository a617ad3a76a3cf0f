import {stripVTControlCharacters} from "node:util";
import {describe, expect, it} from "vitest";
import type {StudyManifest} from "../../src/shared/manifest.js";
import {blankManifest} from "../store/manifest.js";
import {watchStudies, type WatchedStudy} from "./watch-studies.js";

const study = (state: StudyManifest["state"], done: number): WatchedStudy => ({
  manifest: {...blankManifest("mine"), state, steps: [{name: "surf", state, planned: 40, done, unscored: 0}]},
  lines: [`mine: ${state}`],
  line: `mine: ${state}; surf ${done}/40`
});

/** A terminal, or a file, that keeps what is written to it. */
function output(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const stream = {
    isTTY,
    columns,
    rows: 24,
    write: (text: string) => written.push(text) > 0
  } as unknown as NodeJS.WriteStream;
  return {stream, text: () => stripVTControlCharacters(written.join("")), raw: () => written.join("")};
}

/** Looks that find a study in one state after another; the last state stays. */
const looks =
  (...states: WatchedStudy[][]) =>
  () =>
    Promise.resolve(states.length > 1 ? states.shift()! : states[0]!);

describe("watchStudies(look)", () => {
  it("draws in place on a terminal until the study has ended, and takes the block away", async () => {
    const {stream, text, raw} = output(true);
    const look = looks([study("running", 10)], [study("running", 30)], [study("finished", 40)]);
    expect(await watchStudies(look, {stream, everyInMs: 1})).toEqual([study("finished", 40)]);
    expect(text()).toContain("[=====               ] surf 10/40");
    expect(text()).toContain("[===============     ] surf 30/40");
    expect(text()).not.toContain("finished");
    expect(raw()).toContain(`${String.fromCharCode(27)}[2K`); // what stood there was erased
  });

  it("writes a line when something changed, not more often than every few seconds, elsewhere", async () => {
    const {stream, text} = output(false);
    const look = looks(...Array.from({length: 20}, (_, i) => [study("running", i)]), [study("finished", 40)]);
    await watchStudies(look, {stream, everyInMs: 1});
    expect(text()).toBe("mine: running; surf 0/40\n");
  });

  it("ends at once where nothing runs", async () => {
    const {stream, text} = output(false);
    expect(await watchStudies(looks([]), {stream})).toEqual([]);
    expect(await watchStudies(looks([study("stopped", 3)]), {stream})).toHaveLength(1);
    expect(text()).toBe("");
  });

  it("throws the signal's reason while it waits", async () => {
    const stop = new AbortController();
    const {stream} = output(false);
    const watching = watchStudies(looks([study("running", 1)]), {stream, signal: stop.signal, everyInMs: 60_000});
    setTimeout(() => stop.abort(new Error("stopped")), 20);
    await expect(watching).rejects.toThrow("stopped");
  });
});
