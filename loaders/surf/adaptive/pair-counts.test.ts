import {describe, expect, it} from "vitest";
import {AttributePoolBuilder} from "../../corpus/pools/attribute-pool.js";
import {Evidence} from "./evidence.js";
import {PoolIndex} from "./pool-index.js";
import {Worth} from "./worth.js";

const builder = new AttributePoolBuilder();
for (let row = 0; row < 40; row++) builder.addRow(row < 10 ? ["a", "b", `c${row}`] : [`d${row}`, `e${row}`, "b"]);
const pool = builder.build("test");
const index = new PoolIndex(pool);
const id = (name: string): number => pool.attributes.indexOf(name);

describe("PairCounts", () => {
  it("counts the rows that hold both, and lists frequent pairs", () => {
    expect(index.together.of(id("a"), id("b"))).toBe(10);
    expect(index.together.of(id("b"), id("a"))).toBe(10);
    expect(index.together.total).toBe(40 * 3);
    expect(index.together.frequent).toEqual([[id("b"), id("a")]]);
  });
});

describe("Worth", () => {
  it("is greater for what more rows hold, and falls with each trial", () => {
    const evidence = new Evidence(index.size, 70);
    const worth = new Worth(index, evidence);
    expect(worth.single(id("b"))).toBeGreaterThan(worth.single(id("a")));
    expect(worth.pair(id("a"), id("b"))).toBeGreaterThan(worth.pair(id("a"), id("c1")));
    const none = () => false;
    const before = worth.of([id("a"), id("b")], none);
    evidence.markTried([id("a"), id("b")]);
    expect(worth.of([id("a"), id("b")], none)).toBeLessThan(before / 2);
  });

  it("counts threes of one row, each until it was tried", () => {
    const evidence = new Evidence(index.size, 70);
    const worth = new Worth(index, evidence);
    const set = [id("a"), id("b"), id("c1")];
    const ofThree = () => worth.of(set, () => true) - worth.of(set, (other) => other !== id("c1"));
    const before = ofThree();
    expect(before).toBeGreaterThan(0);
    expect(before).toBeCloseTo(worth.triple(id("c1"), id("a"), id("b")));
    evidence.markTried(set);
    expect(ofThree()).toBeLessThan(before / 2);
  });

  it("is greater for pairs whose members fail in other company", () => {
    const evidence = new Evidence(index.size, 70);
    for (let i = 0; i < 60; i++) evidence.add({attributes: [id("c1")], purpose: "explore", score: 10});
    for (let i = 0; i < 10; i++) evidence.add({attributes: [id("d11")], purpose: "explore", score: i < 3 ? 90 : 10});
    evidence.refresh([]);
    const worth = new Worth(index, evidence);
    expect(worth.pair(id("d11"), id("e11"))).toBeGreaterThan(5 * worth.pair(id("c1"), id("a")));
  });
});
