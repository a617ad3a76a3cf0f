import {describe, expect, it} from "vitest";
import {Neighbourhood} from "../../corpus/pools/neighbourhood.js";
import {firstOfMeaning, sameMeaning} from "./same-meaning.js";

// 0 and 1 are alike, so are 2 and 3; 4 is like nothing
const rows = Float32Array.from([1, 0, 0, 0.9, 0.1, 0, 0, 1, 0, 0.1, 0.9, 0, 0, 0, 1]);
const pool = {neighbours: new Neighbourhood({source: "test", rows, dimension: 3})};

describe("sameMeaning(set, other, pool)", () => {
  it.each([
    {set: [1, 4], other: [0], part: [1]},
    {set: [4, 3, 1], other: [0, 2], part: [1, 3]},
    {set: [0, 3], other: [0, 2], part: [0, 3]},
    {set: [0, 1], other: [0, 2], part: null},
    {set: [1], other: [0, 2], part: null},
    {set: [4], other: [0], part: null}
  ])("$set holds of $other: $part", ({set, other, part}) => {
    expect(sameMeaning(set, other, pool)).toEqual(part);
  });

  it("does not take one attribute for two that are alike", () => {
    expect(sameMeaning([1, 4], [0, 1], pool)).toBeNull();
  });

  it("knows the same words only, where the pool has no embedding", () => {
    expect(sameMeaning([0, 4], [0], {neighbours: null})).toEqual([0]);
    expect(sameMeaning([1, 4], [0], {neighbours: null})).toBeNull();
  });
});

describe("firstOfMeaning(sets, pool)", () => {
  it("gives of each the first that says the same", () => {
    expect(firstOfMeaning([[0], [2], [1], [4], [3]], pool)).toEqual([0, 1, 0, 3, 1]);
    expect(firstOfMeaning([[0], [2], [1]], {neighbours: null})).toEqual([0, 1, 2]);
  });
});
