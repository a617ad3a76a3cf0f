import {describe, expect, it} from "vitest";
import {judgeReports} from "./outcome.js";
import {createWorld, type SearchWorld} from "./world.js";

const world: SearchWorld = createWorld(
  {
    name: "two pairs",
    fixed: true,
    attributes: 60,
    rows: 80,
    perRow: 6,
    regions: [
      {size: 2, rate: 0.85, part: 0.1, rows: "some"},
      {size: 2, rate: 0.85, part: 0.1, rows: "some"}
    ],
    base: 0.01,
    judge: {noise: 0, bias: 0, falseFlags: 0, missed: 0},
    writer: {drop: 0, add: 0}
  },
  1
);
const [first, second] = world.regions.map(({members}) => members.map(([id]) => id!)) as [number[], number[]];
const outside = [...world.ids.values()].find((id) => !first.includes(id) && !second.includes(id))!;

describe("what a search is held against", () => {
  it("finds a region in a true report, and counts what is false: an attribute too many, one too few, none of it", () => {
    const reports = [
      {attributes: first, at: 40},
      {attributes: [...second, outside], at: 30},
      {attributes: [second[0]!], at: 20},
      {attributes: [outside], at: 10}
    ];
    expect(judgeReports(world, reports, [], 1)).toMatchObject({
      found: 1,
      planted: 2,
      reported: 4,
      true: 1,
      firstTrue: 40
    });
    expect(judgeReports(world, [], [], 1)).toMatchObject({found: 0, reported: 0, firstTrue: null});
  });

  it("counts calls on a region after its first flag", () => {
    const ask = (attributes: readonly number[], flagged: boolean) => ({attributes, flagged});
    const asked = [ask(first, false), ask(first, true), ask(second, true), ask(first, false), ask([outside], true)];
    expect(judgeReports(world, [], asked, 1)).toMatchObject({calls: 5, repeats: 1});
  });
});
