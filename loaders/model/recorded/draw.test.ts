import {describe, expect, it} from "vitest";
import {drawNumber, drawnAnswer, drawSeed} from "./draw.js";

const forward = (draw: number, seed = 1) => drawSeed(seed, "Name a river.", draw, {forward: true});
const backward = (draw: number, seed = 1) => drawSeed(seed, "Name a river.", draw, {forward: false});

describe("a draw of a recorded answer", () => {
  it("repeats no answer before all were drawn", () => {
    for (const count of [1, 2, 3, 4, 7, 20]) {
      const drawn = Array.from({length: count}, (_, draw) => drawnAnswer(forward(draw), count));
      expect(new Set(drawn).size).toBe(count);
    }
  });

  it("of a probe meets the answers of a search last", () => {
    const drawn = [0, 1, 2, 3].map((draw) => drawnAnswer(backward(draw), 4));
    expect(new Set(drawn).size).toBe(4);
    expect(drawn[3]).toBe(drawnAnswer(forward(0), 4));
    expect(drawn[2]).toBe(drawnAnswer(forward(1), 4));
  });

  it("begins at another answer with another seed", () => {
    const first = Array.from({length: 200}, (_, seed) => drawnAnswer(forward(0, seed), 4));
    for (const answer of [0, 1, 2, 3]) expect(first.filter((each) => each === answer).length).toBeGreaterThan(25);
  });

  it("knows its number from its seed, whichever way it goes", () => {
    for (const draw of [0, 1, 5, 500]) {
      expect(drawNumber(forward(draw))).toBe(draw);
      expect(drawNumber(backward(draw))).toBe(draw);
    }
  });

  it("is one of the answers for any seed", () => {
    for (const seed of [0, 1, 1023, 1024, 2 ** 32 - 1])
      for (const count of [1, 3, 1000]) expect(drawnAnswer(seed, count)).toBeLessThan(count);
  });
});
