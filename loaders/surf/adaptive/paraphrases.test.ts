import {describe, expect, it} from "vitest";
import {Neighbourhood} from "../../corpus/pools/neighbourhood.js";
import {findParaphrase, firstOfMeaning} from "./paraphrases.js";

// 0 and 1 are alike, so are 2 and 3; 4 is like nothing
const rows = Float32Array.from([1, 0, 0, 0.9, 0.1, 0, 0, 1, 0, 0.1, 0.9, 0, 0, 0, 1]);
const pool = {neighbours: new Neighbourhood({source: "test", rows, dimension: 3})};

describe("findParaphrase(set, core, pool)", () => {
  it.each([
    {set: [1, 4], core: [0], part: [1]},
    {set: [4, 3, 1], core: [0, 2], part: [1, 3]},
    {set: [0, 3], core: [0, 2], part: [0, 3]},
    {set: [0, 1], core: [0, 2], part: null},
    {set: [1], core: [0, 2], part: null},
    {set: [4], core: [0], part: null}
  ])("in $set of $core: $part", ({set, core, part}) => {
    expect(findParaphrase(set, core, pool)).toEqual(part);
  });

  it("does not take one attribute for two that are alike", () => {
    expect(findParaphrase([1, 4], [0, 1], pool)).toBeNull();
  });

  it("finds only the same words where the pool has no embedding", () => {
    expect(findParaphrase([0, 4], [0], {neighbours: null})).toEqual([0]);
    expect(findParaphrase([1, 4], [0], {neighbours: null})).toBeNull();
  });
});

describe("firstOfMeaning(cores, pool)", () => {
  it("returns for each the first of the same meaning", () => {
    expect(firstOfMeaning([[0], [2], [1], [4], [3]], pool)).toEqual([0, 1, 0, 3, 1]);
    expect(firstOfMeaning([[0], [2], [1]], {neighbours: null})).toEqual([0, 1, 2]);
  });
});
