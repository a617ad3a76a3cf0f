import {expect, it} from "vitest";
import {AttributePoolBuilder} from "../../corpus/pools/attribute-pool.js";
import {PoolIndex} from "./pool-index.js";
import {Widening} from "./widening.js";

const builder = new AttributePoolBuilder();
builder.addRow(["a", "b", "c", "d", "e", "f"]);
builder.addRow(["a", "b", "f", "g"]);
builder.addRow(["a", "x", "y"]);
for (let row = 0; row < 30; row++) builder.addRow(["p", "q", `r${row}`, `s${row}`]);
const pool = builder.build("test");
const ids = (names: string): number[] => names.split(" ").map((name) => pool.attributes.indexOf(name));

const all = (widening: Widening): number[][] => {
  const sets: number[][] = [];
  for (let set = widening.next(); set !== null; set = widening.next()) sets.push(set);
  return sets;
};

it("asks a weak set once with all that its rows have beside it, the most frequent first", () => {
  const widening = new Widening(new PoolIndex(pool));
  widening.take(ids("a b"));
  widening.take(ids("b a"));
  expect(all(widening)).toEqual([ids("a b f c d"), ids("a b e g")]);
  widening.take(ids("a b"));
  expect(all(widening)).toEqual([]);
});

it("has nothing to ask of what shares no row, or has no room", () => {
  const widening = new Widening(new PoolIndex(pool));
  widening.take(ids("b x"));
  widening.take(ids("a b c d e"));
  expect(all(widening)).toEqual([]);
});

it("asks no more than a few candidates where a set is in many rows", () => {
  const widening = new Widening(new PoolIndex(pool));
  widening.take(ids("p q"));
  expect(all(widening)).toHaveLength(12);
});
