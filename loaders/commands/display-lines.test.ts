import {stripVTControlCharacters} from "node:util";
import {describe, expect, it} from "vitest";
import {noActivity} from "../model/activity.js";
import type {StudyProgress} from "../study/run/progress.js";
import type {StepView} from "../step/step-run.js";
import {liveLines, plainLine} from "./display.js";

const view: StepView = {
  title: "search 1/2  rubric code, target lab:target",
  short: "search 1/2 (code) iteration 3",
  unit: "candidates",
  lines: ["run  iteration  buffer top", "  1       3/20          92", "  2       4/20          71"],
  note: "buffer top 92"
};

const progress = (fields: Partial<StudyProgress> = {}): StudyProgress => ({
  study: "lab",
  step: "surf",
  done: 60,
  scored: 57,
  planned: 240,
  view: null,
  callsPerSecond: 12.4,
  replayed: 0,
  secondsLeft: 90,
  mainReason: null,
  activity: noActivity,
  ...fields
});

const shownLines = (snapshot: StudyProgress, columns = 120): string[] =>
  liveLines(snapshot, columns).map((line) => stripVTControlCharacters(line));

describe("liveLines(snapshot, columns)", () => {
  it("shows the step's name and the counts where the step has no view", () => {
    expect(shownLines(progress())).toEqual([
      "lab  surf",
      "[=====               ] 60/240 (57 scored, 3 unscored), 12 calls/s, 1 min 30 s left"
    ]);
  });

  it("shows the title, the unit and the table of the step's view", () => {
    expect(shownLines(progress({view}))).toEqual([
      "lab  search 1/2  rubric code, target lab:target",
      "[=====               ] 60/240 candidates (57 scored, 3 unscored), 12 calls/s, 1 min 30 s left",
      ...view.lines
    ]);
  });

  it("shows only the counts of a view without a table", () => {
    expect(shownLines(progress({view: {...view, lines: []}}))).toHaveLength(2);
  });

  it("cuts every line to a narrow terminal, colour codes not counted", () => {
    const lines = shownLines(progress({view}), 20);
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(19);
    expect(lines[0]).toBe("lab  search 1/2  ru");
    expect(shownLines(progress(), 9)[0]).toBe("lab  surf"); // fits exactly
  });

  it("keeps the bar within its width, whatever was planned", () => {
    expect(shownLines(progress({done: 5, scored: 5, planned: 4}))[1]).toMatch(/^\[={20}\] 5\/4 /);
    expect(shownLines(progress({done: 0, scored: 0, planned: 0}))[1]).toMatch(/^\[ {20}\] 0\/0 /);
  });
});

describe("plainLine(snapshot)", () => {
  it("names the step where it has no view, without a note", () => {
    expect(plainLine(progress({callsPerSecond: 0, secondsLeft: null}))).toBe(
      "lab: surf: 60/240 (57 scored, 3 unscored)"
    );
  });

  it("has the short title, the unit and the note of the step's view", () => {
    expect(plainLine(progress({view, replayed: 12}))).toBe(
      "lab: search 1/2 (code) iteration 3: 60/240 candidates (57 scored, 3 unscored), " +
        "12 calls/s, 1 min 30 s left, 12 from the journal, buffer top 92"
    );
  });

  it("leaves out an empty note", () => {
    expect(plainLine(progress({view: {...view, note: ""}}))).toMatch(/ left$/);
  });
});
