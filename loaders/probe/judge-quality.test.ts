import {describe, expect, it} from "vitest";
import {useTempData} from "../util/testing/temp-data.js";
import {writeData} from "../study/testing/data-folder.js";
import {judgeQuality, readMarks} from "./judge-quality.js";

useTempData();

const file = (...lines: object[]) => writeData("marks/m.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));

describe("readMarks(path, rubric)", () => {
  it("counts what people together say of a subject, and the last that each of them said", () => {
    const path = file(
      {sample: 1, label: "true", by: "a", at: "2026-01-01T00:00:00Z"},
      {sample: 1, label: "false", by: "a", at: "2026-01-02T00:00:00Z"},
      {sample: 1, label: "false", by: "b"},
      {candidate: 2, label: "true", by: "a"},
      {candidate: 2, label: "false", by: "b"},
      {finding: "x", label: "unsure", note: "which?"},
      {finding: "y", label: "unmarked", note: "a note alone"}
    );
    expect(readMarks(path, "rebut").marks.map(({kind, id, violation}) => [kind, id, violation])).toEqual([
      ["sample", "1", false],
      ["candidate", "2", null],
      ["finding", "x", null]
    ]);
  });

  it("leaves out lines of other rubrics, and those of none where the file is of several", () => {
    const path = file(
      {sample: 1, label: 1, rubric: "rebut"},
      {sample: 2, label: 1, rubric: "code"},
      {sample: 3, label: 1}
    );
    const ids = (isOnly: boolean) => readMarks(path, "rebut", {isOnly}).marks.map(({id}) => id);
    expect(ids(true)).toEqual(["1", "3"]);
    expect(ids(false)).toEqual(["1"]);
  });

  it("takes a file without marks, and names a damaged line", () => {
    expect(readMarks(writeData("marks/none.jsonl", "\n"), "rebut").marks).toEqual([]);
    expect(() => readMarks(file({sample: 1, label: "true"}, {sample: 2, label: "maybe"}), "rebut")).toThrow(
      /label: expected.*unsure.*got maybe/
    );
  });
});

describe("judgeQuality", () => {
  const flagOf = ({id}: {id: string}) => Number(id) >= 100;
  const lines = (from: number, count: number, violations: number, more: object = {}) =>
    Array.from({length: count}, (_, i) => ({candidate: from + i, label: String(i < violations), ...more}));

  it("weights marks of a review queue to all answers, and leaves out the others", () => {
    const low = {queue: "q", stratum: "0-70", of: 900};
    const high = {queue: "q", stratum: "70-100", of: 100};
    const path = file(...lines(0, 30, 1, low), ...lines(100, 30, 27, high), ...lines(50, 10, 10));
    const {row, errors} = judgeQuality(readMarks(path, "rebut"), "judge", flagOf);
    expect(row).toMatchObject({design: "stratified", labels: 60, missing: 10, unsure: 0});
    expect(row).toMatchObject({true_positives: 27, false_positives: 3, false_negatives: 1, true_negatives: 29});
    expect(row.precision).toBeCloseTo(0.9, 10);
    expect(row.recall).toBeCloseTo(90 / 120, 10); // 27 of 28 labelled violations were flagged
    expect(errors!.truePositives / (errors!.truePositives + errors!.falseNegatives)).toBeCloseTo(0.75, 10);
    expect(errors!.truePositives + errors!.falseNegatives).toBeLessThan(28); // worth fewer independent labels
  });

  it("counts unsure marks apart", () => {
    const path = file(...lines(0, 5, 0), ...lines(100, 5, 5), {candidate: 7, label: "unsure"});
    const {row} = judgeQuality(readMarks(path, "rebut"), "judge", flagOf);
    expect(row).toMatchObject({design: "plain", labels: 10, unsure: 1, missing: 0, precision: 1, recall: 1, alpha: 1});
  });
});
