import type {Row} from "../shared/schema.js";
import {wilson} from "../shared/statistics.js";
import {models, rubric, tally, type Asked} from "./probe-asked.js";

const keyOf = {
  prompt: ({prompt}: Asked) => [prompt.id, prompt.item, prompt.variant, prompt.row, prompt.column],
  item: ({prompt}: Asked) => [null, prompt.item, prompt.variant, null, null],
  cell: ({prompt}: Asked) => [null, null, prompt.variant, prompt.row, prompt.column],
  variant: ({prompt}: Asked) => [null, null, prompt.variant, null, null]
};

/** Rates of what was asked, by prompt, item, cell of a grid, or variant. */
export function ratesOf(all: readonly Asked[], group: keyof typeof keyOf): Row<"rates">[] {
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

/** The comparisons that pages of a planted study show. */
export function comparisons(asked: readonly Asked[]): Row<"comparisons">[] {
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
