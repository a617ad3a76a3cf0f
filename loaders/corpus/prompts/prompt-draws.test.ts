import {describe, expect, it} from "vitest";
import {createRandom, integerBelow} from "../../util/random.js";
import {AttributePoolBuilder, type AttributePool} from "../pools/attribute-pool.js";
import {PromptDraws, type PromptNeeds} from "./prompt-draws.js";
import {PromptIndex} from "./prompt-index.js";

function poolOf(rows: readonly (readonly string[])[]): AttributePool {
  const builder = new AttributePoolBuilder();
  for (const row of rows) builder.addRow(row);
  return builder.build("test");
}

function drawsOf(rows: readonly (readonly string[])[], pool = poolOf(rows)): PromptDraws {
  return new PromptDraws(new PromptIndex({attributes: poolOf(rows), textOf: (row) => `prompt ${row}`}, pool), 1);
}

describe("PromptDraws.draw(attributes, seed, needs)", () => {
  it("takes the prompt with most of the attributes, and says all that it has", () => {
    const draws = drawsOf([["a"], ["a", "b", "d"], ["b", "c"]]);
    expect(draws.draw(["a", "b", "c"], 1)!.text).toMatch(/prompt [12]/);
    expect(draws.draw(["a", "b", "d"], 1)).toMatchObject({row: 1, text: "prompt 1", met: ["a", "b", "d"]});
  });

  it("takes unused prompts first, then those used least", () => {
    const draws = drawsOf([["a"], ["a"], ["a"], ["b"]]);
    const rows = Array.from({length: 6}, (_, i) => draws.draw(["a"], i)!.row);
    expect(rows.slice(0, 3).sort()).toEqual([0, 1, 2]);
    expect(rows.slice(3).sort()).toEqual([0, 1, 2]);
  });

  it("breaks ties by the seed", () => {
    const rows = Array.from({length: 50}, () => ["a"]);
    const first = (seed: number) => drawsOf(rows).draw(["a"], seed)!.row;
    expect(first(7)).toBe(first(7));
    expect(new Set(Array.from({length: 20}, (_, seed) => first(seed))).size).toBeGreaterThan(10);
  });

  it("takes any prompt where none has an attribute, none twice before all were taken", () => {
    const draws = drawsOf([["a"], ["b"], ["c"]]);
    const rows = Array.from({length: 3}, () => draws.draw(["The query is elsewhere."], 5)!.row);
    expect(rows.sort()).toEqual([0, 1, 2]);
  });

  it("takes any unused prompt where none has an attribute and it must be unused, as long as there is one", () => {
    const draws = drawsOf([["a"], ["b"]]);
    const unused = () => draws.draw(["a"], 1, {unused: true})?.row ?? null;
    expect([unused(), unused(), unused()]).toEqual([0, 1, null]);
  });

  it("returns null where no prompt has what is needed", () => {
    const draws = drawsOf([["a", "b"], ["a"]]);
    expect(draws.draw(["a"], 1, {all: ["a"], none: ["b"], unused: true})!.row).toBe(1);
    expect(draws.draw(["a"], 1, {all: ["a"], none: ["b"], unused: true})).toBeNull();
    expect(draws.draw(["a"], 1, {all: ["a", "c"]})).toBeNull();
    expect([0, 1].map((prompt) => draws.isUnused(prompt))).toEqual([true, false]);
  });

  it("finds what a look at every prompt finds", () => {
    const random = createRandom(3);
    const trait = (below: number) => `trait ${Math.floor(below * random() ** 2)}`;
    const rows = Array.from({length: 400}, () => [...new Set(Array.from({length: 6}, () => trait(40)))]);
    const draws = drawsOf(rows);
    const uses = new Array<number>(rows.length).fill(0);
    for (let seed = 0; seed < 500; seed++) {
      const wished = [...new Set(Array.from({length: 1 + integerBelow(random, 5)}, () => trait(45)))];
      const needs: PromptNeeds =
        seed % 3 === 0 ? {all: wished.slice(0, 1), none: [trait(40)], unused: seed % 2 === 0} : {};
      const best = bestOf(rows, uses, wished, needs);
      const drawn = draws.draw(wished, seed, needs);
      if (best === null) expect(drawn).toBeNull();
      else {
        const {row} = drawn!;
        expect([wished.filter((each) => rows[row]!.includes(each)).length, uses[row]]).toEqual(best);
      }
      if (drawn !== null) uses[drawn.row]!++;
    }
  });
});

/** The most attributes that an allowed prompt has, and the fewest uses of those; null where none is allowed. */
function bestOf(
  rows: readonly (readonly string[])[],
  uses: readonly number[],
  wished: readonly string[],
  {all = [], none = [], unused = false}: PromptNeeds
): [count: number, uses: number] | null {
  const allowed = [...rows.keys()].filter(
    (row) =>
      all.every((each) => rows[row]!.includes(each)) &&
      !none.some((each) => rows[row]!.includes(each)) &&
      (!unused || uses[row] === 0)
  );
  const countOf = (row: number) => wished.filter((each) => rows[row]!.includes(each)).length;
  const most = Math.max(...allowed.map(countOf));
  const least = Math.min(...allowed.filter((row) => countOf(row) === most).map((row) => uses[row]!));
  return allowed.length === 0 ? null : [most, least];
}

describe("new PromptIndex(set, pool)", () => {
  it("knows the pool's attributes only, and takes what stands for a sentence for it", () => {
    const pool = {...poolOf([["b", "cluster"]]), standIn: (sentence: string) => (sentence === "c" ? 1 : undefined)};
    const draws = drawsOf([["a", "b"], ["a"], ["c"]], pool);
    expect(draws.draw(["cluster"], 1)).toMatchObject({row: 2, met: ["cluster"]});
    expect(draws.draw(["b"], 1)).toMatchObject({row: 0, met: ["b"]});
  });
});
