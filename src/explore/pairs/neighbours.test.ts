import {expect, it} from "vitest";
import {randomPairs} from "../../testing/explore-table.js";
import {neighbourFinder} from "./neighbours.js";

it("finds the pairs whose clusters are most alike, rare ones counting more, the most similar first", () => {
  const table = randomPairs(400);
  const {values, starts, codes} = table.lists.clusters!;
  const clustersOf = (row: number): number[] => [...codes.subarray(starts[row], starts[row + 1])];
  const frequency = values.map((_, place) => [...codes].filter((code) => code === place).length);
  const weight = (place: number): number => Math.log(400 / frequency[place]!);
  const norm = (row: number): number => Math.hypot(...clustersOf(row).map(weight));
  const cosine = (a: number, b: number): number => {
    const shared = clustersOf(a).filter((place) => clustersOf(b).includes(place));
    return shared.reduce((sum, place) => sum + weight(place) ** 2, 0) / (norm(a) * norm(b));
  };
  const find = neighbourFinder(table);
  for (const row of [0, 17, 399]) {
    if (clustersOf(row).length === 0) continue;
    const expected = Array.from({length: 400}, (_, other) => (other === row ? 0 : cosine(row, other) || 0))
      .sort((a, b) => b - a)
      .slice(0, 8);
    const found = find(row, 8);
    expect(found.map(({similarity}) => similarity)).toEqual(expected.map((value) => expect.closeTo(value, 4)));
    for (const {row: other, similarity} of found) expect(similarity).toBeCloseTo(cosine(row, other), 4);
  }
});

it("finds none for a pair without clusters", () => {
  const table = randomPairs(50);
  const {starts} = table.lists.clusters!;
  const lonely = Array.from({length: 50}, (_, row) => row).find((row) => starts[row] === starts[row + 1])!;
  expect(neighbourFinder(table)(lonely, 5)).toEqual([]);
});
