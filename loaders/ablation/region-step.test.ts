import {tableFromIPC} from "apache-arrow";
import {describe, expect, it} from "vitest";
import {arrowBytes} from "../site/contents.js";
import {readTable} from "../store/tables.js";
import {runStudy} from "../study/run/run-study.js";
import {politeStudy} from "../study/testing/polite-study.js";
import {useTempData} from "../util/testing/temp-data.js";

useTempData();

const surf = "{runs: 1, iterations: 9, candidates: 60, sampler: adaptive, seed: 1}";
const ablation =
  "{arms: [{drop: {chunk: courteous}}], seeds: 2, samples: 5, ordinary: 10, controls: [everywhere], " +
  "measure: {regions: {top: 1, queries: 12}}}";

describe("an ablation of a region that a search confirmed", () => {
  it("asks every model the region's fresh queries, against all data and the control, as pages read it", async () => {
    const {state} = await runStudy(politeStudy("confirmed", ablation, {surf}));
    expect(state).toBe("finished");
    const [region] = (await readTable("confirmed", "regions"))!;
    expect(region).toMatchObject({status: "confirmed", description: "The query is courteous."});
    const prompts = (await readTable("confirmed", "arm_prompts"))!.filter(({kind}) => kind === "region");
    expect(prompts.length).toBeGreaterThan(3);
    const texts = (await readTable("confirmed", "texts"))!;
    const fresh = new Set(region!.examples.map((candidate) => texts[candidate]!.query));
    for (const {query, of, rubric} of prompts) {
      expect([of, rubric]).toEqual([region!.id, "code"]);
      expect(fresh).toContain(query);
    }
    const rates = (await readTable("confirmed", "arm_rates"))!.filter(({group}) => group === "region");
    expect(rates.map(({arm, n}) => [arm, n])).toEqual([0, 1, 2].map((arm) => [arm, prompts.length * 5 * 2]));
    expect(rates.map(({rate}) => rate! > 0.5)).toEqual([true, false, true]); // all data, the arm, its control
    const effects = (await readTable("confirmed", "arm_effects"))!.filter(({purpose}) => purpose === "region");
    expect(effects.map(({arm, baseline}) => [arm, baseline])).toEqual([
      [1, 0],
      [1, 2]
    ]);
    for (const {q, difference, high} of effects) {
      expect(q).toBeLessThan(0.05);
      expect([difference! < -0.5, high! < 0]).toEqual([true, true]);
    }
    const shown = tableFromIPC(await arrowBytes("confirmed", "arm_effects"));
    const onPage = Array.from(shown, (row) => row.toJSON()).filter(({purpose}) => purpose === "region");
    expect(onPage.map(({of, value_compared: left}) => [of, left])).toEqual(
      effects.map(({value_compared: left}) => [region!.id, left])
    );
  }, 120_000);
});
