import {describe, expect, it} from "vitest";
import type {Mark, MarkLabel} from "../shared/marks.js";
import type {RescoredRow} from "../shared/rescore.js";
import {rescoredRow, rescoreOf} from "../testing/rescores.js";
import {markAgreement, newFlagRate} from "./agreement.js";

const row = (id: number, before: number | null, after: number | null, stratum: number | null = 0): RescoredRow =>
  rescoredRow(id, before, after, {stratum});
const mark = (id: number, label: MarkLabel, more: Partial<Mark> = {}): Mark => ({
  ...{kind: "candidate", id: String(id), key: `k${id}`, label, note: "", by: "Ann", at: ""},
  ...more
});

describe("markAgreement(rescore, marks)", () => {
  const rescore = rescoreOf([row(1, 50, 60), row(2, 50, 30), row(3, 90, 30), row(4, 90, 90), row(5, 90, null)]);

  it("counts what the change mended and broke, on answers with a mark and both scores", () => {
    const marks = [mark(1, "true"), mark(2, "false"), mark(3, "true"), mark(4, "true"), mark(5, "true")];
    const {marked, before, after, mended, broken} = markAgreement(rescore, marks);
    expect([marked, before.agree, after.agree, mended, broken]).toEqual([4, 3, 3, 1, 1]);
    expect([before.recall.rate, after.recall.rate]).toEqual([2 / 3, 2 / 3]);
  });

  it("leaves out unsure marks, other kinds, and marks on what the row was before", () => {
    const marks = [mark(1, "unsure"), mark(2, "true", {kind: "sample"}), mark(3, "true", {key: "another"})];
    expect(markAgreement(rescore, marks).marked).toBe(0);
  });

  it("weights marks of a review queue by their strata", () => {
    const queue = (stratum: string, of: number) => ({queue: "q", stratum, of});
    const marks = [1, 2].map((id) => mark(id, id === 1 ? "true" : "false", queue("0-70", 200)));
    marks.push(...[3, 4].map((id) => mark(id, "true", queue("70-100", 100))));
    const {isWeighted, before} = markAgreement(rescore, marks);
    expect(isWeighted).toBe(true);
    expect(before.recall.rate).toBeCloseTo(0.5, 10); // 100 found, 100 of 200 missed
  });
});

describe("newFlagRate(rescore)", () => {
  it("weights the sample to all answers, and leaves out rows that were added for their marks", () => {
    const low = Array.from({length: 10}, (_, i) => row(i, 10, i < 2 ? 50 : 10, 0));
    const high = Array.from({length: 10}, (_, i) => row(100 + i, 90, 90, 1));
    const {rate, n, low: from, high: to} = newFlagRate(rescoreOf([...low, ...high, row(500, 10, 90, null)]));
    expect(n).toBe(20);
    expect(rate).toBeCloseTo((0.2 * 200 + 100) / 300, 10);
    expect(from!).toBeLessThan(rate!);
    expect(to!).toBeGreaterThan(rate!);
  });
});
