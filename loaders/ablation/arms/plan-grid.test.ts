import {describe, expect, it} from "vitest";
import {rowsWhere, type AblationCorpus} from "../corpus/corpus.js";
import type {AxisSettings, GridSettings} from "../settings.js";
import {armLabel, type Arm} from "./arm.js";
import {planGrid} from "./plan-grid.js";

const sources = ["false", "true", "set", "rest"];

/** A hundred pairs: 20 false inventions, 30 true ones, 10 of a set, and the rest. */
const corpus: AblationCorpus = {
  name: "planted",
  size: 100,
  sources,
  sourceOf: (row) => (row < 20 ? 0 : row < 50 ? 1 : row < 60 ? 2 : 3),
  pair: (row) => ({query: `q${row}`, response: `r${row}`}),
  rowsOfIndex: (pairs) => new Set(pairs),
  close: () => undefined
};
const files = Array.from({length: 8}, (_, i) => ({query: `new ${i}`, response: "r"}));
const context = {
  ...{corpus, index: null, traced: null, detected: new Map(), heldOut: new Set([0, 55]), seed: 1},
  added: new Map([["/data/fixes.jsonl", files]])
};
const ofChunk = (chunk: string, counts: AxisSettings["counts"]): AxisSettings => ({
  pairs: {drop: {by: "chunk", chunk}},
  counts
});
const grid: GridSettings = {
  x: ofChunk("false", [0, 5, null]),
  y: ofChunk("true", [10, null]),
  without: {by: "chunk", chunk: "set"}
};
const plan = (more: Partial<GridSettings> = {}) => planGrid("inventions", {...grid, ...more}, context);
const countIn = (dropped: ReadonlySet<number>, source: number): number =>
  [...rowsWhere(corpus, (row) => !dropped.has(row) && !context.heldOut.has(row))].filter(
    (row) => corpus.sourceOf(row) === source
  ).length;

describe("planGrid(name, grid, context)", () => {
  it("has a cell for each pair of counts, with and without the third kind, and touches nothing else", () => {
    const {cells, own} = plan();
    expect(cells).toHaveLength(12);
    for (const {dropped, cell} of cells) {
      expect(countIn(dropped, 0)).toBe(cell.x.count);
      expect(countIn(dropped, 1)).toBe(cell.y.count);
      expect(countIn(dropped, 2)).toBe(cell.set!.count);
      expect(countIn(dropped, 3)).toBe(40);
    }
    expect(cells.map(({cell: {x, y, set}}) => [x.count, y.count, set!.count])).toContainEqual([19, 30, 9]);
    expect([...own].sort()).toEqual([0, 55]);
  });

  it("draws smaller counts as parts of larger ones, the same in every line", () => {
    const {cells} = plan({x: ofChunk("false", [3, 5])});
    const kept = cells.map(({dropped}) => [...rowsWhere(corpus, (row) => row < 20 && !dropped.has(row))]);
    expect(kept[0]).toHaveLength(4); // and the row that is held out
    expect(kept[1]).toEqual(expect.arrayContaining(kept[0]!));
    expect(kept[3]).toEqual(kept[1]);
  });

  it("counts pairs of a file too, which are added", () => {
    const {cells} = plan({y: {pairs: {add: "/data/fixes.jsonl"}, counts: [0, 2, null]}, without: null});
    expect(cells.map(({added}) => added.length)).toEqual([0, 0, 0, 2, 2, 2, 8, 8, 8]);
    expect(cells[0]!.cell).toMatchObject({y: {words: "of fixes.jsonl", count: 0}, set: null});
  });

  it("gives each cell a label of its own", () => {
    const arms = plan().cells.map((cell) => ({...cell, name: "g", finding: null, control: null, kept: null}) as Arm);
    expect(new Set(arms.map(armLabel)).size).toBe(arms.length);
    expect(armLabel(arms[0]!)).toBe("g.0-by-10-with");
  });

  it("leaves pairs that an axis counts to the axis", () => {
    const {cells} = plan({without: {by: "phrase", phrase: "5", side: "query"}}); // q5, q15, ..., and q50 to q59
    const [most] = cells.filter(({cell}) => cell.x.count === 19 && cell.set!.count === 0);
    expect(countIn(most!.dropped, 0)).toBe(19);
  });

  it.each([
    [
      "more pairs than there are",
      {x: ofChunk("false", [0, 50])},
      "a cell has 50 pairs of the chunk false: expected at most the 19 that there are, or all"
    ],
    [
      "pairs of both kinds",
      {y: ofChunk("false", [0, 5])},
      "19 pairs would be counted along x and y: expected other kinds"
    ],
    [
      "a set that the axes have",
      {without: {by: "chunk", chunk: "true"} as const},
      "without drops nothing: the axes count all pairs of the chunk true"
    ],
    ["a chunk that is not there", {x: ofChunk("nowhere", [0, 1])}, "no such chunk: nowhere"]
  ])("says what is wrong with %s", (_, more, message) => {
    expect(() => plan(more)).toThrow(message);
  });
});
