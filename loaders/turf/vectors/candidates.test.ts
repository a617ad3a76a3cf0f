import {describe, expect, it} from "vitest";
import {createRandom, normal} from "../../util/random.js";
import {Candidates} from "./candidates.js";

describe("Candidates", () => {
  const orders: [string, (values: number[]) => number[]][] = [
    ["in any order", (values) => values],
    ["rising", (values) => values.toSorted((a, b) => a - b)],
    ["all equal", (values) => values.map(() => 0.25)],
    ["beyond a cosine's range by their errors", (values) => values.map((value) => 3 * value)]
  ];

  it.each(orders)("keeps a bar that k of the rows seen reach, and drops no row that reaches it: %s", (_, ordered) => {
    const random = createRandom(11);
    const values = ordered(Array.from({length: 30_000}, () => 0.3 * normal(random)));
    const errors = values.map(() => 0.02 * random());
    const found = new Candidates({k: 50, ties: false, further: null});
    let kept = 0;
    values.forEach((value, id) => {
      if (value + errors[id]! < found.least) return;
      found.add(id, value, errors[id]!);
      kept++;
      if (id % 1000 === 0) {
        const reach = values.slice(0, id + 1).filter((each, i) => each - errors[i]! >= found.least).length;
        expect(found.least === -Infinity || reach >= 50).toBe(true);
      }
    });
    found.prune();
    const least = values.map((value, id) => value - errors[id]!).sort((a, b) => b - a)[49]!;
    const wanted = [...values.keys()].filter((id) => values[id]! + errors[id]! >= least);
    expect(Array.from({length: found.length}, (_each, i) => found.id(i))).toEqual(wanted);
    expect(kept).toBeGreaterThanOrEqual(wanted.length);
  });

  it("keeps further rows down to a cosine, as long as they can be among the first so many", () => {
    const random = createRandom(12);
    const values = Array.from({length: 30_000}, () => 0.3 * normal(random));
    const sorted = values.toSorted((a, b) => b - a);
    for (const [most, least] of [
      [2000, 0.5],
      [200, 0.1],
      [200, 5],
      [100_000, 0.4]
    ] as const) {
      const found = new Candidates({k: 50, ties: false, further: {most, least}});
      values.forEach((value, id) => value + 1e-3 >= found.least && found.add(id, value, 1e-3));
      found.prune();
      const bar = Math.min(sorted[49]!, Math.max(sorted[most - 1] ?? -Infinity, least));
      const ids = new Set(Array.from({length: found.length}, (_each, i) => found.id(i)));
      expect(values.flatMap((value, id) => (value >= bar && !ids.has(id) ? [id] : []))).toEqual([]);
      expect([...ids].every((id) => values[id]! >= bar - 3e-3)).toBe(true);
    }
  });
});
