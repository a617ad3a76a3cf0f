import {describe, expect, it} from "vitest";
import {updateBuffer, type BufferEntry} from "./buffer.js";
import {attributeWeights, totalWeight} from "./weights.js";

const entry = (candidate: number, score: number, fields: Partial<BufferEntry> = {}): BufferEntry => ({
  candidate,
  score,
  attributes: ["a"],
  entered: 1,
  query: `${candidate} entirely different words number ${candidate ** 7}`,
  ...fields
});
const ids = (entries: BufferEntry[]) => entries.map(({candidate}) => candidate);

describe("updateBuffer(buffer, scored, options)", () => {
  it("keeps the n best of old and new entries, best first (Eq. 2)", () => {
    const old = [entry(1, 90), entry(2, 40)];
    expect(ids(updateBuffer(old, [entry(3, 60), entry(4, 10)], {size: 3, distinct: false}))).toEqual([1, 3, 2]);
  });

  it("keeps the earlier entry on a tie", () => {
    const old = [entry(1, 50)];
    expect(ids(updateBuffer(old, [entry(2, 50), entry(3, 50)], {size: 2, distinct: false}))).toEqual([1, 2]);
  });

  it("leaves out near-duplicates if distinct, and otherwise keeps them like the released code", () => {
    const query = "When did Alexander Graham Bell invent the telephone?";
    const same = [entry(1, 90, {query}), entry(2, 80, {query: `${query}!`}), entry(3, 70)];
    expect(ids(updateBuffer([], same, {size: 3, distinct: true}))).toEqual([1, 3]);
    expect(ids(updateBuffer([], same, {size: 3, distinct: false}))).toEqual([1, 2, 3]);
  });
});

describe("attributeWeights(buffer)", () => {
  it("sums the scores of the entries that have the attribute (Eq. 1)", () => {
    const weights = attributeWeights([
      entry(1, 90, {attributes: ["a", "b"]}),
      entry(2, 30, {attributes: ["b", "c", "b"]}),
      entry(3, 0, {attributes: ["d"]})
    ]);
    expect([...weights]).toEqual([
      ["a", 90],
      ["b", 120],
      ["c", 30]
    ]);
    expect(totalWeight(weights)).toBe(240);
  });
});
