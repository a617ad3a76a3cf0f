import {appendFileSync, existsSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {Mark} from "../../src/shared/marks.js";
import {useTempData} from "../util/testing/temp-data.js";
import {appendMarks, ownMarksPath, readMarksFile} from "./marks-file.js";

useTempData();

const mark = (id: number, more: Partial<Mark> = {}): Mark => ({
  ...{kind: "candidate", id: String(id), label: "true", note: "", by: "Ann", at: "2026-01-02T03:04:05.000Z"},
  ...more
});

describe("appendMarks(path, marks)", () => {
  it("adds lines, keeps what others added, and adds no line twice", () => {
    const path = ownMarksPath("one");
    expect(appendMarks(path, [mark(1), mark(2)])).toBe(2);
    appendFileSync(path, '{"candidate": 9, "label": "false"}\n'); // another program
    expect(appendMarks(path, [mark(2), mark(3)])).toBe(1);
    expect(readMarksFile(path).marks.map(({id}) => id)).toEqual(["1", "2", "9", "3"]);
  });

  it("loses nothing after half a line", () => {
    const path = ownMarksPath("torn");
    appendMarks(path, [mark(1)]);
    appendFileSync(path, '{"candidate": 2, "lab');
    appendMarks(path, [mark(3)]);
    expect(readMarksFile(path).marks.map(({id}) => id)).toEqual(["1", "3"]);
    expect(readMarksFile(path).problems.map(({line}) => line)).toEqual([2]);
    expect(readFileSync(path, "utf8")).toContain('{"candidate": 2, "lab\n');
  });

  it("makes no file without marks", () => {
    appendMarks(ownMarksPath("none"), []);
    expect(existsSync(ownMarksPath("none"))).toBe(false);
    expect(readMarksFile(ownMarksPath("none")).marks).toEqual([]);
  });
});
