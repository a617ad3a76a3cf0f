import {describe, expect, it} from "vitest";
import {AttributePoolBuilder} from "../../corpus/pools/attribute-pool.js";
import {PoolIndex} from "./pool-index.js";

const builder = new AttributePoolBuilder();
for (let row = 0; row < 40; row++) builder.addRow(row < 10 ? ["a", "b", `c${row}`] : [`d${row}`, `e${row}`, "b"]);
const pool = builder.build("test");
const index = new PoolIndex(pool);
const id = (name: string): number => pool.attributes.indexOf(name);

describe("Cooccurrence", () => {
  it("counts the rows that hold both, and lists frequent pairs", () => {
    expect(index.cooccurrence.of(id("a"), id("b"))).toBe(10);
    expect(index.cooccurrence.of(id("b"), id("a"))).toBe(10);
    expect(index.cooccurrence.total).toBe(40 * 3);
    expect(index.cooccurrence.frequentPairs).toEqual([[id("b"), id("a")]]);
  });

  it("knows no pair where every row has one attribute", () => {
    const singles = new AttributePoolBuilder();
    for (const name of ["a", "b", "c"]) singles.addRow([name]);
    expect(new PoolIndex(singles.build("singles")).cooccurrence.shareOf(0, 1)).toBe(0);
  });
});
