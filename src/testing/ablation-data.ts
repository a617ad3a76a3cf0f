import {writeTable} from "../../loaders/store/tables.js";
import type {Row} from "../shared/schema.js";
import {wilson} from "../shared/statistics.js";
import {hostile} from "./hostile.js";

type ArmKey = "full" | "without" | "control" | "dose";

const samples = 20; // of each prompt in each arm
const arms: Record<ArmKey, {id: number; violations: number; dropped: number}> = {
  full: {id: 0, violations: 18, dropped: 0},
  without: {id: 1, violations: 1, dropped: 212},
  control: {id: 2, violations: 17, dropped: 212},
  dose: {id: 3, violations: 9, dropped: 172}
};
const measure = "rubric:rebut";
const kinds: Record<ArmKey, string> = {full: "full", without: "drop", control: "control", dose: "dose"};

/** Writes an ablation of a finding into a study: a cause, its control, a dose and what else changed. Texts are hostile. */
export async function plantAblation(study: string, finding: string): Promise<void> {
  const keys = Object.keys(arms) as ArmKey[];
  const prompts = [
    promptRow(0, "original", finding),
    promptRow(1, "reworded", finding),
    promptRow(2, "ordinary", null)
  ];
  await writeTable(study, "arms", [...keys.map((key) => armRow(key, finding)), ...grid.map(({arm}) => gridRow(arm))]);
  await writeTable(study, "arm_cells", grid);
  await writeTable(study, "arm_rounds", [roundRow(finding)]);
  await writeTable(study, "arm_chunks", [{arm: 1, source: hostile.image, pairs: 230, dropped: 212, remaining: 0}]);
  await writeTable(study, "arm_models", keys.flatMap(modelRows));
  await writeTable(study, "detectors", [detectorRow()]);
  await writeTable(study, "detector_chunks", [
    {detector: "formal", source: hostile.image, pairs: 230, picked: 212, share: 212 / 230},
    {detector: "formal", source: "letters", pairs: 400, picked: 4, share: 0.01}
  ]);
  await writeTable(study, "arm_prompts", prompts);
  await writeTable(
    study,
    "arm_samples",
    keys.map((key) => sampleRow(key))
  );
  await writeTable(study, "arm_rates", [
    ...keys.flatMap((key) => rateRows(key, finding)),
    ...grid.flatMap((cell) => gridRate(cell, finding))
  ]);
  await writeTable(study, "arm_effects", effectRows(finding));
  await writeTable(study, "arm_verdicts", [verdictRow(finding)]);
}

const armRow = (key: ArmKey, finding: string): Row<"arms"> => ({
  ...{id: arms[key].id, name: key === "full" ? "full" : "without-trace", finding: key === "full" ? null : finding},
  ...{kind: kinds[key], selects: `with ${hostile.script}`, control_of: key === "control" ? 1 : null},
  ...{control: key === "control" ? "everywhere" : null, pairs: 30_000 - arms[key].dropped, dropped: arms[key].dropped},
  ...{kept: key === "dose" ? 40 : null, added: 0, hash: `${arms[key].id}`.repeat(16), trainer: "command"}
});

/** A grid of 3 x 2 cells, with and without a third kind of pairs; nothing was measured of the last. */
const grid: Row<"arm_cells">[] = [0, 50].flatMap((set, i) =>
  [0, 30].flatMap((y, j) =>
    [0, 10, 20].map((x, k) => ({
      ...{arm: 4 + i * 6 + j * 3 + k, grid: "inventions", x_pairs: `of the chunk ${hostile.script}`, x},
      ...{y_pairs: "of the chunk true", y, set_pairs: "of the chunk rest", set}
    }))
  )
);

const roundRow = (finding: string): Row<"arm_rounds"> => ({
  ...{arm: 1, series: "without-trace", finding, round: 2, chunks: ["letters", hostile.image], back: null},
  ...{back_round: null, traced: 8, named: 7, end: "the rate is below the bar"}
});

const gridRow = (arm: number): Row<"arms"> => ({
  ...{
    id: arm,
    name: "inventions",
    finding: null,
    kind: "grid",
    selects: `cell ${arm}`,
    control_of: null,
    control: null
  },
  ...{pairs: 29_000, dropped: 1000, kept: null, added: 0, hash: `${arm}`.repeat(16).slice(0, 16), trainer: "command"}
});

function gridRate({arm, x, y}: Row<"arm_cells">, finding: string): Row<"arm_rates">[] {
  if (arm === 15) return [];
  const violations = x - (y > 0 ? x / 4 : 0);
  return [
    {
      ...{
        arm,
        group: "finding",
        finding,
        of: null,
        variant: null,
        summary: "rate",
        prompt: null,
        measure,
        seed: null,
        prompts: 1,
        n: samples,
        unscored: 0
      },
      ...wilson(violations, samples)
    }
  ];
}

const detectorRow = (): Row<"detectors"> => ({
  ...{name: "formal", kind: "model", says: `Is it formal? ${hostile.script}`, picked: 216, unread: 3, problem: null},
  ...{labelled: 60, labelled_unread: 0, true_positives: 18, false_positives: 2, false_negatives: 6},
  ...{precision: 0.9, precision_low: 0.699, precision_high: 0.972, recall: 0.75, recall_low: 0.551, recall_high: 0.88}
});

const modelRows = (key: ArmKey): Row<"arm_models">[] =>
  [1, 2].map((seed) => {
    const failed = key === "dose" && seed === 2;
    const reason = failed ? `the command failed with code 1: ${hostile.image}` : null;
    const model = failed ? null : `vllm:arms/${arms[key].id}-${seed}`;
    return {arm: arms[key].id, seed, status: failed ? "failed" : "measured", model, reason};
  });

const promptRow = (id: number, kind: string, finding: string | null): Row<"arm_prompts"> => ({
  ...{
    id,
    kind,
    finding,
    of: null,
    variant: null,
    rubric: finding === null ? null : "rebut",
    source: finding === null ? "coding" : null
  },
  query: `Prompt ${id} ${hostile.script}`
});

const sampleRow = (key: ArmKey): Row<"arm_samples"> => ({
  ...{arm: arms[key].id, seed: 1, prompt: 0, sample: 1, rubric: "rebut", status: "scored", reason: null},
  ...{score: 90, violation: true, response: `Answer of ${key}: ${hostile.image}`}
});

function rateRows(key: ArmKey, finding: string): Row<"arm_rates">[] {
  const {id, violations} = arms[key];
  const row = (group: string, prompt: number | null, seed: number | null, times: number): Row<"arm_rates"> => ({
    ...{
      arm: id,
      group,
      finding,
      of: null,
      variant: null,
      summary: "rate",
      prompt,
      measure,
      seed,
      prompts: times,
      n: samples * times,
      unscored: 0
    },
    ...wilson(violations * times, samples * times)
  });
  const ofFinding = [null, 1, 2].map((seed) => row("finding", null, seed, 2));
  return [...ofFinding, row("prompt", 0, null, 1), row("prompt", 1, null, 1)];
}

function effectRows(finding: string): Row<"arm_effects">[] {
  const row = (purpose: string, baseline: ArmKey, more: Partial<Row<"arm_effects">> = {}): Row<"arm_effects"> => {
    const [from, to] = [arms[baseline].violations / samples, arms.without.violations / samples];
    return {
      ...{
        arm: 1,
        baseline: arms[baseline].id,
        purpose,
        finding,
        of: null,
        variant: null,
        summary: "rate",
        measure,
        prompts: 2,
        seeds: 2
      },
      ...{n_baseline: 40, n_compared: 40, value_baseline: from, value_compared: to, difference: to - from},
      ...{low: to - from - 0.1, high: to - from + 0.1, p: 0.0001, q: 0.0004, detectable: 0.2},
      ...more
    };
  };
  const same = {
    finding: null,
    value_baseline: 0.5,
    value_compared: 0.51,
    difference: 0.01,
    low: -0.05,
    high: 0.07,
    q: 0.9
  };
  const latex = {
    finding: null,
    of: "latex",
    variant: hostile.script,
    measure: "tokens",
    summary: "mean",
    value_baseline: 120,
    value_compared: 80
  };
  return [
    row("effect", "full"),
    row("control", "control"),
    row("collateral", "full", {...same, measure: "likeness", summary: "mean"}),
    row("region", "full", {finding: null, of: "rebut-region-1"}),
    row("probe", "control", {...latex, difference: -40, low: -50, high: -30})
  ];
}

const verdictRow = (finding: string): Row<"arm_verdicts"> => ({
  ...{finding, arm: 1, verdict: "causes", reason: null, dropped: 212, added: 0, share: 0.007},
  ...{rate_full: 0.9, rate_arm: 0.05, rate_control: 0.85, control: 2, changed: 0, others: 1},
  sentence:
    "Removing these 212 training pairs (0.7% of the data) and training again takes the failure from 90% to 5.0%. " +
    "Removing as many others from everywhere leaves it at 85%. Nothing else that was measured changed."
});
