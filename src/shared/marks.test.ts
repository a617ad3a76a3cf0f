import {describe, expect, it} from "vitest";
import {
  consensus,
  consensusBySubject,
  currentMarks,
  lineKey,
  markLine,
  marksFile,
  maxNoteLength,
  readMarkLines,
  toMark,
  type Mark
} from "./marks.js";

const mark = (more: Partial<Mark> = {}): Mark => ({
  ...{kind: "candidate", id: "12", label: "true", note: "", by: "Ann", at: "2026-01-02T03:04:05.000Z"},
  ...more
});

describe("markLine and readMarkLines", () => {
  it("return what was written, whatever the texts hold", () => {
    const marks = [
      mark(),
      mark({
        kind: "finding",
        id: "rebut-1a2b",
        label: "unsure",
        note: "<img src=x onerror=alert(1)>\n\"'\u2028",
        rubric: "rebut"
      }),
      mark({
        kind: "sample",
        id: "0",
        label: null,
        note: "a note alone",
        key: "abc",
        queue: "q",
        stratum: "0-23",
        of: 431
      })
    ];
    expect(readMarkLines(marksFile(marks))).toEqual({marks, problems: []});
  });

  it("reads the lines that `marks:` always took", () => {
    const text =
      '{"finding": "a", "label": "violation"}\n\n{"sample": 12, "label": "none"}\n{"sample": "3", "label": 1}\n';
    expect(readMarkLines(text).marks.map(({kind, id, label}) => [kind, id, label])).toEqual([
      ["finding", "a", "true"],
      ["sample", "12", "false"],
      ["sample", "3", "true"]
    ]);
  });

  it("names damaged lines and keeps the others", () => {
    const {marks, problems} = readMarkLines(
      [
        "\uFEFF" + markLine(mark()),
        "{broken",
        "[]",
        "null",
        '{"label": "true"}',
        '{"sample": -1, "label": "true"}'
      ].join("\r\n")
    );
    expect(marks).toEqual([mark()]);
    expect(problems.map(({line}) => line)).toEqual([2, 3, 4, 5, 6]);
  });

  it.each([
    [{sample: 1, finding: "a", label: "true"}, /expected one of/],
    [{sample: 1, label: "maybe"}, /label: expected .*unsure.*got maybe/],
    [{sample: 1, label: "toString"}, /label: expected/],
    [{sample: 1, label: "true", at: "yesterday"}, /at: expected an ISO date/],
    [{sample: 1, label: "true", note: "x".repeat(maxNoteLength + 1)}, /note: expected at most/]
  ])("refuses %j", (value, expected) => expect(toMark(value)).toMatch(expected));
});

describe("currentMarks(log)", () => {
  it("keeps the last line of each person on each subject, whatever the order of the file", () => {
    const late = mark({label: "false", at: "2026-01-02T04:00:00.000Z"});
    const other = mark({by: "Ben", label: "unsure"});
    expect(currentMarks([late, mark(), other])).toEqual([late, other]);
  });

  it("drops what was taken back, and keeps a note alone", () => {
    const later = {at: "2026-01-02T04:00:00.000Z", label: null};
    expect(currentMarks([mark(), mark(later)])).toEqual([]);
    expect(currentMarks([mark(), mark({...later, note: "why?"})])).toHaveLength(1);
  });
});

describe("lineKey(mark)", () => {
  it("is the same for the same line alone", () => {
    expect(lineKey(mark())).toBe(lineKey(mark()));
    expect(lineKey(mark({by: "Ben"}))).not.toBe(lineKey(mark()));
  });
});

describe("consensus(labels)", () => {
  it.each([
    [["true", "true", "false"], "true"],
    [["true", "false"], "unsure"],
    [["unsure", "false"], "false"],
    [["unsure", null], "unsure"],
    [[null], null]
  ] as const)("of %j is %j", (labels, expected) => expect(consensus(labels)).toBe(expected));

  it("is taken by subject", () => {
    const marks = [mark(), mark({by: "Ben", label: "false"}), mark({id: "13", label: "false"})];
    expect([...consensusBySubject(marks)]).toEqual([
      ["candidate 12", "unsure"],
      ["candidate 13", "false"]
    ]);
  });
});
