import {describe, expect, it} from "vitest";
import {countBySource, type AblationCorpus} from "../corpus/corpus.js";
import {drawControl} from "./draw-control.js";

/** A hundred pairs: the first sixty of one chunk, the others of another. */
const corpus: AblationCorpus = {
  name: "planted",
  size: 100,
  sources: ["large", "small"],
  sourceOf: (row) => (row < 60 ? 0 : 1),
  pair: (row) => ({query: `q${row}`, response: `r${row}`}),
  rowsOfIndex: (pairs) => new Set(pairs),
  close: () => undefined
};
const rows = (from: number, to: number) => new Set(Array.from({length: to - from}, (_, i) => from + i));
const excluded = new Set([99]);

describe("drawControl(corpus, arm, from, seed)", () => {
  it("draws as many rows as the arm drops, none of its own, none that is held out", () => {
    const dropped = rows(0, 20);
    const drawn = drawControl(corpus, {dropped, excluded}, "everywhere", 1)!;
    expect(drawn.size).toBe(20);
    expect([...drawn].some((row) => dropped.has(row) || excluded.has(row))).toBe(false);
    expect(drawControl(corpus, {dropped, excluded}, "everywhere", 1)).toEqual(drawn);
    expect(drawControl(corpus, {dropped, excluded}, "everywhere", 2)).not.toEqual(drawn);
  });

  it("draws from each chunk as many as the arm drops there", () => {
    const dropped = new Set([...rows(0, 12), ...rows(60, 65)]);
    const drawn = drawControl(corpus, {dropped, excluded}, "chunk", 1)!;
    expect(countBySource(corpus, drawn)).toEqual([12, 5]);
  });

  it("draws none where fewer than half as many others are left", () => {
    expect(drawControl(corpus, {dropped: rows(0, 60), excluded}, "chunk", 1)).toBeNull();
    expect(drawControl(corpus, {dropped: rows(0, 80), excluded}, "everywhere", 1)).toBeNull();
    expect(drawControl(corpus, {dropped: rows(0, 60), excluded}, "everywhere", 1)!.size).toBe(39);
  });
});
