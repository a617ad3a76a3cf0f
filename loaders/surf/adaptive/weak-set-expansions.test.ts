import {expect, it} from "vitest";
import {AttributePoolBuilder} from "../../corpus/pools/attribute-pool.js";
import {PoolIndex} from "./pool-index.js";
import {WeakSetExpansions} from "./weak-set-expansions.js";

const builder = new AttributePoolBuilder();
builder.addRow(["a", "b", "c", "d", "e", "f"]);
builder.addRow(["a", "b", "f", "g"]);
builder.addRow(["a", "x", "y"]);
for (let row = 0; row < 30; row++) builder.addRow(["p", "q", `r${row}`, `s${row}`]);
const pool = builder.build("test");
const ids = (names: string): number[] => names.split(" ").map((name) => pool.attributes.indexOf(name));

const all = (expansions: WeakSetExpansions): number[][] => {
  const sets: number[][] = [];
  for (let set = expansions.next(); set !== null; set = expansions.next()) sets.push(set);
  return sets;
};

it("tests a weak set once with all that its rows have beside it, the most frequent first", () => {
  const expansions = new WeakSetExpansions(new PoolIndex(pool));
  expansions.add(ids("a b"));
  expansions.add(ids("b a"));
  expect(all(expansions)).toEqual([ids("a b f c d"), ids("a b e g")]);
  expansions.add(ids("a b"));
  expect(all(expansions)).toEqual([]);
});

it("has nothing to test where a set shares no row, or has no room", () => {
  const expansions = new WeakSetExpansions(new PoolIndex(pool));
  expansions.add(ids("b x"));
  expansions.add(ids("a b c d e"));
  expect(all(expansions)).toEqual([]);
});

it("takes at most twelve candidates where a set is in many rows", () => {
  const expansions = new WeakSetExpansions(new PoolIndex(pool));
  expansions.add(ids("p q"));
  expect(all(expansions)).toHaveLength(12);
});
