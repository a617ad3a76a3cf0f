import {integerBelow, createRandom, pick, type Random} from "../../loaders/util/random.js";
import {writeTable} from "../../loaders/store/tables.js";
import {writeManifest} from "../../loaders/study/manifest.js";
import type {StudyManifest} from "../lib/manifest.js";
import type {Row} from "../lib/schema.js";
import {wilson} from "../lib/statistics.js";
import {excerpt} from "../lib/text.js";
import {hostile} from "./hostile.js";

/** How large the planted robustness probe is. */
export interface ProbeSize {
  top: number;
  perturbations: number;
  samples: number;
}

const models = ["planted:one", "planted:two"];
const words = ["When", "did", "the", "old", "mill", "by", "river", "turn", "its", "wheel", "and", "why", "so", "slow"];
const rubric = "rebut";

interface Asked {
  prompt: Row<"probe_prompts">;
  model: string;
  context: string;
  chance: number; // of a violation
  samples: number;
  measure: string | null; // null: the rubric
}

/**
 * Writes a study whose tables of the steps confirm, robustness and probe hold answers drawn from known chances: the pages
 * have every group to show, and a test knows what they must say. Some of its texts are hostile.
 */
export async function plantProbes(
  study: string,
  manifest: StudyManifest,
  {top, perturbations, samples}: ProbeSize = {top: 6, perturbations: 4, samples: 10}
): Promise<void> {
  const random = createRandom(7);
  const findings = Array.from({length: top}, (_, i) => toFinding(i, random));
  const prompts: Row<"probe_prompts">[] = [];
  const asked: Asked[] = [];
  const add = (step: string, probe: string, kind: string, more: Partial<Row<"probe_prompts">>) => {
    const prompt = {...blankPrompt, ...more, id: prompts.length, step, probe, kind};
    prompts.push(prompt);
    return prompt;
  };
  const ask = (prompt: Row<"probe_prompts">, chance: number, more: Partial<Asked> = {}) =>
    void asked.push({prompt, model: models[0]!, context: "none", chance, samples, measure: null, ...more});

  for (const [i, finding] of findings.entries()) {
    const chance = (i + 0.5) / top;
    const again = add("confirm", "confirm", "confirm", {item: finding.id, query: finding.query});
    for (const model of models) ask(again, model === models[0] ? chance : chance / 2, {model});
    const original = add("robustness", "robustness", "robustness", {item: finding.id, query: finding.query});
    ask(original, chance);
    for (let number = 1; number <= perturbations; number++) {
      const query = sentence(random);
      const variant = {item: finding.id, variant: "perturbed", number, original: original.id, query};
      const prompt = add("robustness", "robustness", "robustness", variant);
      if (number === perturbations && i === 0) Object.assign(prompt, {status: "rejected", reason: "identical"});
      else ask(prompt, Math.max(0, chance - 0.1 * random()));
    }
  }
  for (let a = 1; a <= 4; a++)
    for (let b = 1; b <= 4; b++)
      ask(
        add("probe", "sums", "template", {
          item: `${a}, ${b}`,
          row: String(a),
          column: String(b),
          query: `Is ${a}+${b}=${a + b}?`,
          rubric: null
        }),
        a > b ? 0.9 : 0.1,
        {measure: "says no"}
      );
  for (let i = 0; i < 8; i++) {
    const original = add("probe", "latex", "transform", {item: `maths ${i}`, query: sentence(random)});
    const changed = add("probe", "latex", "transform", {
      item: `maths ${i}`,
      variant: "latex",
      original: original.id,
      query: `\\( ${sentence(random)} \\)`
    });
    for (const model of models) {
      ask(original, 0.2, {model});
      ask(changed, model === models[0] ? 0.7 : 0.3, {model});
    }
    for (const [context, chance] of [
      ["none", 0.7],
      ["rebut 3", 0.4],
      ["accept 3", 0.1]
    ] as const)
      ask(add("probe", "shots", "context", {item: `fact ${i}`, query: sentence(random)}), chance, {context});
  }
  await writeAll(study, asked, prompts, random);
  await writeTable(
    study,
    "findings",
    findings.map((finding, i) => ({...finding, ...confirmedOf(asked, i)}))
  );
  writeManifest({
    ...manifest,
    name: study,
    title: "Planted probes",
    origin: "own",
    state: "finished",
    models: {target: models}
  });
}

const blankPrompt: Row<"probe_prompts"> = {
  id: 0,
  step: "",
  probe: "",
  kind: "",
  item: "",
  variant: "original",
  number: null,
  original: null,
  row: null,
  column: null,
  rubric,
  status: "used",
  reason: null,
  query: "",
  expected: null
};

const sentence = (random: Random): string => `${Array.from({length: 8}, () => pick(random, words)).join(" ")}?`;

function toFinding(i: number, random: Random): Row<"findings"> {
  const query = i === 0 ? hostile.script : `${sentence(random)} ${i}`;
  const confirmed = {
    confirmed: null,
    confirmed_n: null,
    confirmed_rate: null,
    confirmed_low: null,
    confirmed_high: null
  };
  return {
    id: `rebut-${i}`,
    rubric,
    model: models[0]!,
    candidate: null,
    run: 1,
    iteration: 1,
    score: 95 - i,
    flagged: true,
    folded: 0,
    folded_candidates: [],
    runs: 1,
    query,
    attributes: [],
    ...confirmed,
    mark: null,
    region: null
  };
}

function confirmedOf(asked: readonly Asked[], i: number) {
  const counts = asked.filter(
    ({prompt, model}) => prompt.step === "confirm" && prompt.item === `rebut-${i}` && model === models[0]
  );
  const {n, violations} = tally.get(counts[0]!)!;
  const {rate, low, high} = wilson(violations, n);
  return {confirmed: low! > 0.5, confirmed_n: n, confirmed_rate: rate, confirmed_low: low, confirmed_high: high};
}

const tally = new Map<Asked, {n: number; violations: number; unscored: number}>();

async function writeAll(
  study: string,
  asked: readonly Asked[],
  prompts: readonly Row<"probe_prompts">[],
  random: Random
): Promise<void> {
  const samples: Row<"samples">[] = [];
  const measurements: Row<"measurements">[] = [];
  for (const each of asked) {
    const sum = {n: 0, violations: 0, unscored: 0};
    for (let sample = 1; sample <= each.samples; sample++) {
      const lost = random() < 0.03;
      const violation = random() < each.chance;
      const {prompt, model, context, measure} = each;
      const judged = !lost && measure === null;
      if (lost) sum.unscored++;
      else {
        sum.n++;
        sum.violations += Number(violation);
      }
      if (measure !== null)
        measurements.push({
          sample: samples.length,
          measure,
          value: lost ? null : Number(violation),
          label: violation ? "No" : "Yes",
          judge: null
        });
      samples.push({
        id: samples.length,
        step: prompt.step,
        probe: prompt.probe,
        prompt: prompt.id,
        model,
        context,
        sample,
        status: lost ? "unscored" : "scored",
        reason: lost ? "response-truncated" : null,
        rubric: measure === null ? rubric : null,
        score: judged ? (violation ? 71 : 0) + integerBelow(random, 29) : null,
        violation: judged ? violation : null,
        input_tokens: 20,
        output_tokens: 40,
        cost: null,
        latency: null
      });
    }
    tally.set(each, sum);
  }
  const texts = Object.values(hostile);
  await writeTable(study, "samples", samples);
  await writeTable(
    study,
    "sample_texts",
    (function* () {
      for (const {id, violation} of samples)
        yield {
          id,
          response: `${id % 7 === 0 ? texts[id % texts.length]! : violation ? "No, that is not so." : "Yes, it is."} (${id})`,
          thinking: id % 5 === 0 ? hostile.image : null,
          reasoning: violation ? "It rebuts a true statement." : "It answers."
        };
    })()
  );
  await writeTable(study, "measurements", measurements);
  await writeTable(study, "probe_prompts", prompts);
  await writeTable(
    study,
    "probe_texts",
    prompts.map(({id, query}) => ({id, query, note: null}))
  );
  await writeTable(study, "rates", [
    ...ratesOf(asked, "prompt"),
    ...ratesOf(asked, "item"),
    ...ratesOf(asked, "cell"),
    ...ratesOf(asked, "variant")
  ]);
  await writeTable(
    study,
    "probe_contexts",
    ["none", "rebut 3", "accept 3"].map((context, i) => ({
      step: "probe",
      probe: "shots",
      context,
      kind: i === 0 ? "none" : "shots",
      shots: i === 0 ? 0 : 3,
      tokens: i * 60,
      text: i === 0 ? null : excerpt(hostile.script)
    }))
  );
  await writeTable(study, "comparisons", comparisons(asked));
  await writeTable(study, "judge_quality", [judge]);
}

const keyOf = {
  prompt: ({prompt}: Asked) => [prompt.id, prompt.item, prompt.variant, prompt.row, prompt.column],
  item: ({prompt}: Asked) => [null, prompt.item, prompt.variant, null, null],
  cell: ({prompt}: Asked) => [null, null, prompt.variant, prompt.row, prompt.column],
  variant: ({prompt}: Asked) => [null, null, prompt.variant, null, null]
};

function ratesOf(all: readonly Asked[], group: keyof typeof keyOf): Row<"rates">[] {
  const asked = group === "cell" ? all.filter(({prompt}) => prompt.row !== null) : all;
  type Sum = {-readonly [K in keyof Row<"rates">]: Row<"rates">[K]} & {ids: Set<number>};
  const rows = new Map<string, Sum>();
  for (const each of asked) {
    const [prompt, item, variant, row, column] = keyOf[group](each) as [
      number | null,
      string | null,
      string,
      string | null,
      string | null
    ];
    const {prompt: of, model, context, measure} = each;
    const key = JSON.stringify([of.step, of.probe, model, context, prompt, item, variant, row, column]);
    if (!rows.has(key))
      rows.set(key, {
        step: of.step,
        group,
        rubric: measure === null ? rubric : null,
        model,
        probe: of.probe,
        measure: measure ?? `rubric:${rubric}`,
        context,
        prompt,
        item,
        variant,
        row,
        column,
        prompts: 0,
        n: 0,
        unscored: 0,
        violations: 0,
        rate: null,
        low: null,
        high: null,
        method: "wilson",
        corrected: null,
        corrected_low: null,
        corrected_high: null,
        ids: new Set()
      });
    const sum = rows.get(key)!;
    const {n, violations, unscored} = tally.get(each)!;
    sum.n += n;
    sum.violations += violations;
    sum.unscored += unscored;
    sum.ids.add(of.id);
  }
  return [...rows.values()].map(({ids, ...row}) => ({
    ...row,
    ...wilson(row.violations, row.n),
    prompts: ids.size,
    corrected: row.rate === null ? null : row.rate
  }));
}

function comparisons(asked: readonly Asked[]): Row<"comparisons">[] {
  const sum = (test: (each: Asked) => boolean) =>
    asked
      .filter(test)
      .reduce((to, each) => ({n: to.n + tally.get(each)!.n, violations: to.violations + tally.get(each)!.violations}), {
        n: 0,
        violations: 0
      });
  const row = (
    step: string,
    probe: string,
    compares: string,
    baseline: string,
    compared: string,
    of: (name: string) => (each: Asked) => boolean,
    q: number
  ) => {
    const [a, b] = [
      sum((each) => each.prompt.probe === probe && of(baseline)(each)),
      sum((each) => each.prompt.probe === probe && of(compared)(each))
    ];
    const difference = b.violations / b.n - a.violations / a.n;
    return {
      step,
      probe,
      measure: `rubric:${rubric}`,
      rubric,
      compares,
      model: compares === "model" ? null : models[0]!,
      context: compares === "context" ? null : "none",
      variant: compares === "variant" ? null : "original",
      baseline,
      compared,
      prompts: 8,
      n_baseline: a.n,
      n_compared: b.n,
      unscored: 0,
      share: true,
      value_baseline: a.violations / a.n,
      value_compared: b.violations / b.n,
      method: "paired-t",
      difference,
      low: difference - 0.1,
      high: difference + 0.1,
      odds_ratio: 1,
      odds_low: 0.5,
      odds_high: 2,
      p: q / 2,
      q,
      detectable: 0.12
    };
  };
  const variant =
    (name: string) =>
    ({prompt, model}: Asked) =>
      prompt.variant === name && model === models[0];
  const model = (name: string) => (each: Asked) => each.model === name && each.prompt.variant === "original";
  const context = (name: string) => (each: Asked) => each.context === name;
  return [
    row("robustness", "robustness", "variant", "original", "perturbed", variant, 0.04),
    row("probe", "latex", "variant", "original", "latex", variant, 0.001),
    row("probe", "latex", "model", models[0]!, models[1]!, model, 0.5),
    row("confirm", "confirm", "model", models[0]!, models[1]!, model, 0.01),
    row("probe", "shots", "context", "none", "accept 3", context, 0.002)
  ];
}

const judge: Row<"judge_quality"> = {
  rubric,
  judge: "planted:judge",
  labels: 50,
  missing: 2,
  true_positives: 20,
  false_positives: 5,
  false_negatives: 4,
  true_negatives: 21,
  precision: 0.8,
  precision_low: 0.61,
  precision_high: 0.91,
  recall: 0.83,
  recall_low: 0.64,
  recall_high: 0.93,
  specificity: 0.81,
  specificity_low: 0.62,
  specificity_high: 0.91,
  alpha: 0.64,
  alpha_low: 0.42,
  alpha_high: 0.82
};
