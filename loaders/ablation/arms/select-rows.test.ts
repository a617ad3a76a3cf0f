import {describe, expect, it} from "vitest";
import type {AblationCorpus} from "../corpus/corpus.js";
import {selectRows} from "./select-rows.js";

const corpus: AblationCorpus = {
  name: "made up",
  size: 6,
  sources: ["a", "b", "c"],
  sourceOf: (row) => row % 3,
  pair: (row) => ({query: `q${row}`, response: `r${row}`}),
  rowsOfIndex: (pairs) => new Set(pairs),
  close: () => undefined
};
const select = (...chunks: string[]) =>
  selectRows({by: "chunks", chunks}, {corpus, index: null, traced: null, detected: new Map()});

describe("selectRows(drop, context)", () => {
  it("takes several chunks together", () => {
    const {rows, words} = select("a", "c");
    expect([...rows].sort()).toEqual([0, 2, 3, 5]);
    expect(words).toBe("of the chunks a, c");
  });

  it("has the rows of a trace in the order of the corpus, however they were retrieved", () => {
    const retrieved = (both: number[]) => {
      const traced = {cruxText: "c", triggerText: "t", crux: both, trigger: new Set(both), both, chunk: "a"};
      return [...selectRows({by: "trace", part: "trace"}, {corpus, index: null, traced, detected: new Map()}).rows];
    };
    expect(retrieved([5, 0, 3])).toEqual([0, 3, 5]);
    expect(retrieved([3, 5, 0])).toEqual([0, 3, 5]);
  });

  it("says which of several chunks is not there, and that all of them are all pairs", () => {
    expect(() => select("a", "d")).toThrow("no such chunk: d; made up has a, b, c");
    expect(() => select("a", "b", "c")).toThrow("drops all 6 pairs of made up: of the chunks a, b, c");
  });
});
