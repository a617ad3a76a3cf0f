import {describe, expect, it} from "vitest";
import {asTable, useProbedStudy} from "../testing/probed-study.js";
import {confirmedFindings, headline, judgesOf, transfers} from "./confirmRows.js";
import {comparisonsOf, probeRates, probesOf, rejectedPrompts} from "./probeRows.js";
import {perturbations, reworkedItems} from "./robustnessRows.js";

const {rows, arrow, query} = useProbedStudy();

describe("what the pages of probes say is what SQL says", () => {
  it("probesOf", async () => {
    const probes = probesOf({prompts: await rows("probe_prompts"), samples: await arrow("samples")});
    expect(probes).toEqual(
      await query(
        `SELECT p.step, p.probe, any_value(kind) AS kind,
           count(DISTINCT p.id) FILTER (p.status = 'used')::INT AS prompts,
           count(s.id)::INT AS samples, count(*) FILTER (s.status = 'unscored')::INT AS unscored
         FROM probe_prompts p LEFT JOIN samples s ON s.prompt = p.id GROUP BY p.step, p.probe ORDER BY min(p.id)`
      )
    );
    expect(probes).toHaveLength(5);
  });

  it("probeRates, comparisonsOf, rejectedPrompts", async () => {
    const rates = probeRates(await rows("rates"), "robustness");
    expect(rates.map(({variant}) => variant)).toEqual(["original", "perturbed"]);
    const compared = comparisonsOf(await rows("comparisons"), "model");
    expect(compared).toEqual(
      await query(
        "FROM comparisons WHERE compares = 'model' ORDER BY step, probe, measure, abs(difference) DESC NULLS LAST"
      )
    );
    expect(compared.length).toBeGreaterThan(0);
    expect(rejectedPrompts(await rows("probe_prompts"), "robustness")).toEqual([{reason: "identical", prompts: 1}]);
  });

  it("confirmedFindings and headline", async () => {
    const findings = await rows("findings");
    expect(confirmedFindings(findings)).toEqual(
      await query(
        `SELECT id, rubric, model, candidate, score, query, confirmed_n AS n,
           confirmed_rate AS rate, confirmed_low AS low,
           confirmed_high AS high FROM findings WHERE confirmed_n > 0 ORDER BY low DESC, rate DESC, id`
      )
    );
    const [row] = headline(findings, await rows("rates"), 0.3);
    const held = findings.filter(({confirmed_low}) => confirmed_low! > 0.3).length;
    expect(row).toMatchObject({rubric: "rebut", findings: 6, sampled: 6, held, holding: {n: 6, violations: held}});
    expect(held).toBeGreaterThan(0);
  });

  it("transfers", async () => {
    const found = transfers(await rows("rates"), await rows("probe_prompts"));
    expect(found).toEqual(
      await query(
        `SELECT r.item, r.rubric, p.query, r.model, r.rate, r.low, r.high, r.n
         FROM rates r JOIN probe_prompts p ON p.id = r.prompt
         WHERE r.step = 'confirm' AND r."group" = 'prompt' AND r.n > 0 ORDER BY r.item, r.model`
      )
    );
    expect(found).toHaveLength(12);
  });

  it("reworkedItems and perturbations", async () => {
    const [rates, prompts] = [await rows("rates"), await rows("probe_prompts")];
    const items = reworkedItems(rates, prompts);
    expect(items.map(({item, rate, perturbed_rate}) => ({item, rate, perturbed_rate}))).toEqual(
      await query(
        `SELECT a.item, a.rate, b.rate AS perturbed_rate
         FROM rates a JOIN rates b USING (item, model, measure, step, "group")
         WHERE step = 'robustness' AND "group" = 'item' AND a.variant = 'original' AND b.variant = 'perturbed'
         ORDER BY a.rate DESC, a.item`
      )
    );
    const reworded = perturbations(rates, prompts);
    expect(reworded.map(({prompt, item, drop}) => ({prompt, item, drop}))).toEqual(
      await query(
        `SELECT p.id AS prompt, p.item, o.rate - r.rate AS drop FROM probe_prompts p JOIN rates r ON r.prompt = p.id
         JOIN rates o ON o.prompt = p.original AND o.model = r.model WHERE p.step = 'robustness'
         AND r."group" = 'prompt' AND o."group" = 'prompt' ORDER BY drop DESC, p.id`
      )
    );
    expect([items.length, reworded.length]).toEqual([6, 6 * 4 - 1]);
  });
});

describe("judgesOf(samples, rubrics)", () => {
  it("counts how often each judge is on the side of the score that counts", async () => {
    const [first, second, third] = (await rows("samples")).filter(({violation}) => violation !== null);
    const samples = [first!, second!, third!].map((sample, id) => ({...sample, id, step: "confirm", rubric: "rebut"}));
    const violations = [true, false, true];
    const scores = {one: [90, 10, 20], two: [71, 70, null]};
    const measurements = Object.entries(scores).flatMap(([judge, values]) =>
      values.map((value, sample) => ({sample, measure: "rubric:rebut", value, label: null, judge}))
    );
    const tables = {
      samples: asTable(
        "samples",
        samples.map((sample, i) => ({...sample, violation: violations[i]!}))
      ),
      measurements: asTable("measurements", measurements)
    };
    expect(judgesOf(tables, [{name: "rebut", threshold: 70}])).toEqual([
      {judge: "one", measure: "rubric:rebut", n: 3, mean: 40, agree: 2},
      {judge: "two", measure: "rubric:rebut", n: 2, mean: 70.5, agree: 2}
    ]);
    expect(judgesOf(tables, [])).toEqual([]);
  });
});
