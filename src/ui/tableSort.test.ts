import {describe, expect, it} from "vitest";
import {isNumericColumn, leadingNumber, sortedPlaces, type SortValue} from "./tableSort.js";

describe("leadingNumber(text)", () => {
  it.each([
    ["1,234", 1234],
    ["79% (52%\u201392%), n = 14", 79],
    ["\u22124.8 pts", -4.8],
    ["+4.8 pts (+1.0 to +8.6)", 4.8],
    ["$12.50", 12.5],
    ["<1e-5", 1e-5],
    ["3.4\u00d7", 3.4],
    ["not tested", null],
    ["\u2013", null]
  ])("%s", (text, expected) => expect(leadingNumber(text)).toBe(expected));
});

describe("sortedPlaces(values)", () => {
  const sorted = (values: SortValue[], descending: boolean, isNumeric = false) =>
    sortedPlaces(values, {descending, isNumeric}).map((place) => values[place]);

  it("sorts texts that are numbers by their size, and rows without one last either way", () => {
    expect(sorted(["9%", "\u2013", "100%", "62%"], true)).toEqual(["100%", "62%", "9%", "\u2013"]);
    expect(sorted(["9%", "\u2013", "100%", "62%"], false)).toEqual(["9%", "62%", "100%", "\u2013"]);
  });

  it("sorts a column of numbers with words in it by the numbers", () => {
    expect(sorted(["not tested", "8", "12"], true, true)).toEqual(["12", "8", "not tested"]);
  });

  it("sorts texts as readers do, and keeps the order of equal rows", () => {
    expect(sorted(["run 10", "run 2", "Run 1"], false)).toEqual(["Run 1", "run 2", "run 10"]);
    expect(sortedPlaces(["a", "b", "a"], {descending: true})).toEqual([1, 0, 2]);
  });

  it("takes true for more than false", () => expect(sorted([false, null, true], true)).toEqual([true, false, null]));
});

it("knows columns of numbers", () => {
  expect(isNumericColumn(["1", "\u2013"])).toBe(true);
  expect(isNumericColumn(["1 of them", "b"])).toBe(false);
});
