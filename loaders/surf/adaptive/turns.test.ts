import {describe, expect, it} from "vitest";
import {createRandom} from "../../util/random.js";
import {testPool} from "../testing.js";
import type {AttributePosterior} from "./attribute-posterior.js";
import {Coverage} from "./coverage.js";
import {PoolIndex} from "./pool-index.js";
import {Turns} from "./turns.js";

const pool = new PoolIndex(testPool({rows: 40, distinct: 60}));
const sure = 7; // surely active

function turnsOf(known: number | null, n = 100, size = pool.size) {
  const active = Float64Array.from({length: size}, (_, id) => (id === known ? 0.99 : id / 1000));
  const posterior = {active, n: new Float64Array(size).fill(n)} as unknown as AttributePosterior;
  const coverage = new Coverage(pool.size);
  const turns = new Turns(pool, posterior, coverage);
  turns.update();
  return {turns, coverage};
}

describe("Turns.next(purpose, random)", () => {
  it("gives three of four combinations to attributes that may be active, without one that surely is", () => {
    const {turns} = turnsOf(sure);
    const random = createRandom(1);
    const given = Array.from({length: 8}, () => turns.next("combine", random));
    expect(given.map((each) => each === null)).toEqual([false, false, false, true, false, false, false, true]);
    for (const each of given)
      if (each !== null) {
        expect(new Set(each.attributes).size).toBe(5);
        expect(each.attributes).not.toContain(sure);
        expect(Math.min(...each.attributes)).toBeGreaterThanOrEqual(60 - 16); // of the likeliest
      }
  });

  it("gives every second replicate to the partners of an active attribute, each in its turn", () => {
    const {turns, coverage} = turnsOf(sure);
    const random = createRandom(1);
    const partners = new Set([...pool.rowsOf(sure)].flatMap((row) => [...pool.attributesOf(row)]));
    partners.delete(sure);
    const turnsNeeded = Math.ceil(partners.size / 4);
    for (let i = 0; i < turnsNeeded; i++) {
      const given = turns.next("replicate", random)!;
      expect(given.attributes[0]).toBe(sure);
      coverage.add(given.attributes);
      expect(turns.next("replicate", random)).toBeNull();
    }
    for (const id of partners) expect(coverage.ofPair(sure, id)).toBeGreaterThanOrEqual(1);
  });

  it("leaves the proposal where no attribute is active, where it was met often, and in a small pool", () => {
    const random = createRandom(1);
    expect(turnsOf(null).turns.next("replicate", random)).toBeNull();
    expect(turnsOf(sure, 1000).turns.next("replicate", random)).toBeNull();
    expect(turnsOf(null, 100, 4).turns.next("combine", random)).toBeNull();
    expect(turnsOf(sure).turns.next("explore", random)).toBeNull();
  });
});
