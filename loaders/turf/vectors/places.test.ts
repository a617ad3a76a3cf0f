import {Worker} from "node:worker_threads";
import {describe, expect, it} from "vitest";
import {createPlaces, withPlace} from "./places.js";

describe("withPlace", () => {
  it("returns what the work does, and gives the place back after an error too", () => {
    const places = createPlaces(1);
    expect(withPlace(places, () => 5)).toBe(5);
    for (let i = 0; i < 3; i++) expect(() => withPlace(places, () => JSON.parse("{"))).toThrow(SyntaxError);
    expect(withPlace(places, () => places.taken[0])).toBe(1);
    expect(places.taken[0]).toBe(0);
  });

  it("lets as many threads work at once as there are places, and all of them in the end", async () => {
    const places = createPlaces(2);
    const seen = new Int32Array(new SharedArrayBuffer(12)); // at work, the most at once, times
    const source = `
      const {workerData: {places, seen}} = require("node:worker_threads");
      ${withPlace.toString()}
      for (let i = 0; i < 200; i++) withPlace(places, () => {
        const now = Atomics.add(seen, 0, 1) + 1;
        for (let most = seen[1]; now > most; most = seen[1]) Atomics.compareExchange(seen, 1, most, now);
        Atomics.add(seen, 2, 1);
        Atomics.sub(seen, 0, 1);
      });`;
    const workers = Array.from({length: 4}, () => new Worker(source, {eval: true, workerData: {places, seen}}));
    await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("exit", resolve))));
    expect(seen[2]).toBe(800);
    expect(seen[1]).toBeLessThanOrEqual(2);
    expect(places.taken[0]).toBe(0);
  });
});
