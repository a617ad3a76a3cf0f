import {describe, expect, it} from "vitest";
import {allocated, drawQueue, stratify, type ScoredAnswer} from "./reviewQueue.js";

const answers = (...bands: [score: number, count: number][]): ScoredAnswer[] =>
  bands.flatMap(([score, count]) => Array.from({length: count}, () => score)).map((score, id) => ({id, score}));

const many = answers([0, 500], [30, 200], [65, 80], [75, 60], [95, 40]);
const draw = (size: number, seed = 1, from = many) => drawQueue(from, {threshold: 70, size, seed});

describe("stratify(answers, threshold)", () => {
  it("has ranges of scores on both sides of the threshold, and no empty one", () => {
    const strata = stratify(answers([0, 3], [70, 2], [70.5, 1], [100, 4]), 70);
    expect(strata.map(({name, flagged, ids}) => [name, flagged, ids.length])).toEqual([
      ["0-23", false, 3],
      ["47-70", false, 2],
      ["70-85", true, 1],
      ["85-100", true, 4]
    ]);
  });
});

describe("drawQueue", () => {
  it("takes half from the flagged and half from the rest, each answer once", () => {
    const {strata, items} = draw(60);
    expect(items).toHaveLength(60);
    expect(new Set(items.map(({id}) => id)).size).toBe(60);
    expect(items.filter(({stratum}) => strata[stratum]!.flagged)).toHaveLength(30);
    for (const {id, stratum} of items) expect(strata[stratum]!.ids).toContain(id);
  });

  it("is the same for a second person, another for another seed, and begins as a shorter one does", () => {
    expect(draw(60)).toEqual(draw(60));
    expect(draw(60, 2).items).not.toEqual(draw(60).items);
    expect(draw(120).items.slice(0, 60)).toEqual(draw(60).items);
  });

  it("mixes the sides, so that a place says nothing of a flag", () => {
    const firsts = Array.from({length: 200}, (_, seed) => draw(60, seed)).map(
      ({strata, items}) => strata[items[0]!.stratum]!.flagged
    );
    expect(firsts.filter(Boolean).length).toBeGreaterThan(70);
    expect(firsts.filter(Boolean).length).toBeLessThan(130);
  });

  it("draws each answer of a stratum with the same probability", () => {
    const small = answers([10, 10], [90, 10]);
    const counts = Array<number>(20).fill(0);
    for (let seed = 0; seed < 2000; seed++) for (const {id} of draw(8, seed, small).items) counts[id]!++;
    for (const count of counts) expect(Math.abs(count - 800)).toBeLessThan(110); // 5 standard errors
  });

  it("takes what there is: no flags, fewer answers than asked, none", () => {
    expect(draw(60, 1, answers([10, 100])).items).toHaveLength(60);
    expect(draw(60, 1, answers([10, 5], [90, 2])).items).toHaveLength(7);
    expect(draw(60, 1, [])).toEqual({strata: [], items: []});
  });
});

describe("allocated(strata, total)", () => {
  it("gives large strata more, by the root of their size", () => {
    const strata = [
      {size: 900, flagged: false},
      {size: 100, flagged: false},
      {size: 400, flagged: true}
    ];
    expect(allocated(strata, 80)).toEqual([30, 10, 40]);
  });
});
