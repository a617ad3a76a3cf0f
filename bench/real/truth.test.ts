import {describe, expect, it} from "vitest";
import {createRandom} from "../../loaders/util/random.js";
import {countUniformly, type AnsweredPrompt} from "./counting.js";
import {groupByMeaning} from "./meanings.js";
import {Population} from "./population.js";
import {isTrue, scoreReport} from "./score-report.js";
import {trueRegions} from "./truth.js";

const names = Array.from({length: 20}, (_, i) => `The query has ${String.fromCharCode(97 + i)}.`);

/** Prompts with three of twenty attributes each, and the rate that `rateOf` says. */
function recorded(rateOf: (attributes: ReadonlySet<string>) => number, count = 3000): AnsweredPrompt[] {
  const random = createRandom(5);
  return Array.from({length: count}, (_, i) => {
    const attributes = new Set(names.filter(() => random() < 0.25));
    if (attributes.has(names[0]!)) attributes.add("The query has a twin of a.");
    const rate = rateOf(attributes);
    return {id: `p${i}`, attributes, verdicts: Array.from({length: 4}, () => random() < rate)};
  });
}

const populationOf = (prompts: readonly AnsweredPrompt[]): Population =>
  new Population(
    prompts.map(({verdicts, ...prompt}) => ({
      ...prompt,
      answers: verdicts.length,
      fired: verdicts.filter(Boolean).length
    }))
  );

const single = (attributes: ReadonlySet<string>): number => (attributes.has(names[0]!) ? 0.4 : 0.02);
const pair = (attributes: ReadonlySet<string>): number =>
  attributes.has(names[1]!) && attributes.has(names[2]!) ? 0.45 : 0.03;

describe("the truth of a recorded model", () => {
  it("is the planted attribute and its twin, one meaning, and nothing that has another attribute too", () => {
    const population = populationOf(recorded(single));
    const regions = trueRegions(population);
    expect(regions.map(({attributes}) => attributes)).toEqual(
      expect.arrayContaining([[names[0]], ["The query has a twin of a."]])
    );
    expect(regions).toHaveLength(2);
    expect(groupByMeaning(population, regions)).toHaveLength(1);
    for (const {rate, held, base, prompts} of regions) {
      expect(Math.abs(rate - 0.4)).toBeLessThan(0.04);
      expect(Math.abs(held - 0.4)).toBeLessThan(0.06);
      expect(base).toBeLessThan(0.04);
      expect(prompts).toBeGreaterThan(600);
    }
  });

  it("is a pair where neither of its attributes explains it", () => {
    const population = populationOf(recorded(pair));
    expect(trueRegions(population).map(({attributes}) => attributes)).toEqual([[names[1], names[2]]]);
    expect(isTrue(population, [names[1]!, names[2]!])).toBe(true);
    expect(isTrue(population, [names[1]!])).toBe(false); // one attribute too few: below the bar
    expect(isTrue(population, [names[1]!, names[2]!, names[3]!])).toBe(false); // one too many
  });

  it("is empty where nothing was planted", () => expect(trueRegions(populationOf(recorded(() => 0.05)))).toEqual([]));

  it("does not take a few prompts for a region, however often they fire", () => {
    const prompts = recorded(() => 0.01).map((prompt, i) =>
      i < 6 ? {...prompt, attributes: new Set(["The query is rare."]), verdicts: [true, true, true, true]} : prompt
    );
    const population = populationOf(prompts);
    expect(trueRegions(population)).toEqual([]);
    expect(isTrue(population, ["The query is rare."])).toBe(false);
  });

  it("scores a report: what is true of it, and which meanings it found", () => {
    const population = populationOf(recorded(single));
    const meanings = groupByMeaning(population, trueRegions(population));
    const reported = [["The query has a twin of a."], [names[3]!], [names[0]!, names[4]!]];
    expect(scoreReport(population, meanings, reported)).toEqual({
      ...{reported: 3, true: 1, meanings: 1, found: 1},
      ...{singles: 1, singlesFound: 1}
    });
    expect(scoreReport(population, meanings, [])).toMatchObject({reported: 0, meanings: 1, found: 0, singlesFound: 0});
  });

  it("is found by counting, with the same seed the same", () => {
    const prompts = recorded(single);
    const counted = countUniformly(prompts, 2000, 1);
    expect(counted).toContainEqual([names[0]]);
    expect(counted).toEqual(countUniformly(prompts, 2000, 1));
    expect(
      countUniformly(
        recorded(() => 0.03),
        2000,
        1
      )
    ).toEqual([]);
  });
});
