import type {Row} from "../../src/shared/schema.js";
import {clusterMean, clusterRate, varianceOf, type Cluster} from "../../src/shared/statistics/clusters.js";
import {benjaminiHochberg} from "../../src/shared/statistics/corrections.js";
import {mean} from "../../src/shared/statistics.js";
import {seededDifference, type SeedSpread} from "../../src/shared/statistics/differences.js";
import {nameOfRubric} from "../probe/measures/rubric.js";
import {
  measuredGroups,
  ordinaryRubrics,
  promptsOfFinding,
  targetsOf,
  type AblationState,
  type ArmState
} from "./arm-state.js";
import {addUpCells, likenessMeasure, type Cell} from "./cells.js";

export type Effect = Row<"arm_effects">;

const empty: Cell = {n: 0, sum: 0, squares: 0, unscored: 0};

const cellAt = ({models}: ArmState, seed: number, measure: string, prompt: number): Cell =>
  models.find((model) => model.seed === seed)?.cells?.get(measure)?.[prompt] ?? empty;

/** The seeds of which an arm has a measured model. */
export const measuredSeeds = ({models}: ArmState): number[] =>
  models.flatMap(({seed, cells}) => (cells === null ? [] : [seed]));

/** The answers of an arm's models to a prompt, of one seed or all. */
export const cellOf = (arm: ArmState, measure: string, prompt: number, seed: number | null): Cell =>
  addUpCells((seed === null ? measuredSeeds(arm) : [seed]).map((each) => cellAt(arm, each, measure, prompt)));

/** The measure of a finding: the score of its rubric. */
export const measureOf = ({prompts}: Pick<AblationState, "prompts">, finding: string): string =>
  nameOfRubric(prompts.find((prompt) => prompt.finding === finding)!.rubrics[0]!);

/** How often the models of an arm fail on a finding, over all its prompts and their seeds. */
export const rateOf = (arm: ArmState, finding: string, state: Pick<AblationState, "prompts">) =>
  clusterRate(promptsOfFinding(state, finding).map((prompt) => cellOf(arm, measureOf(state, finding), prompt, null)));

/** Every comparison of an ablation so far, with q values over all of them. */
export function effectsOf(state: AblationState): Effect[] {
  const rows = state.arms.flatMap((arm) => effectsOfArm(arm, state));
  const qs = benjaminiHochberg(rows.map(({p}) => p));
  return rows.map((row, i) => ({...row, q: qs[i]!}));
}

function effectsOfArm(state: ArmState, all: AblationState): Effect[] {
  const {arm} = state;
  const full = all.arms[0]!;
  if (arm.kind === "full") return [];
  const controls = all.arms.filter((other) => other.arm.control?.of === arm.id);
  const targets = targetsOf(arm, all);
  const onTargets = (baseline: ArmState, purpose: Effect["purpose"]) =>
    targets.flatMap((finding) =>
      compare(all, state, baseline, {
        purpose,
        finding,
        measure: measureOf(all, finding),
        prompts: promptsOfFinding(all, finding)
      })
    );
  const hasCollateral = arm.kind === "drop" || arm.kind === "add";
  return [
    ...onTargets(full, "effect"),
    ...controls.flatMap((control) => onTargets(control, "control")),
    ...(hasCollateral ? collateralOf(state, full, all) : []),
    ...(hasCollateral ? [full, ...controls].flatMap((baseline) => measuredOn(state, baseline, all)) : [])
  ];
}

/** What becomes of regions and probes. */
const measuredOn = (state: ArmState, baseline: ArmState, all: AblationState): Effect[] =>
  measuredGroups(all).flatMap(({group, of, variant, prompts, measures}) =>
    measures.flatMap(({name: measure, summary}) =>
      compare(all, state, baseline, {purpose: group, finding: null, of, variant, measure, prompts, summary})
    )
  );

/** What else may have changed: the other findings, and ordinary prompts that the arm does not select itself. */
function collateralOf(state: ArmState, full: ArmState, all: AblationState): Effect[] {
  const targets = targetsOf(state.arm, all);
  const others = all.findings.filter((finding) => !targets.includes(finding));
  const ordinary = promptsOfFinding(all, null).filter((i) => !state.arm.own.has(all.prompts[i]!.row!));
  const measures = [...ordinaryRubrics(all).map(nameOfRubric), likenessMeasure];
  return [
    ...others.flatMap((finding) =>
      compare(all, state, full, {
        purpose: "collateral",
        finding,
        measure: measureOf(all, finding),
        prompts: promptsOfFinding(all, finding)
      })
    ),
    ...measures.flatMap((measure) =>
      compare(all, state, full, {purpose: "collateral", finding: null, measure, prompts: ordinary})
    )
  ];
}

interface Compared {
  purpose: Effect["purpose"];
  finding: string | null;
  of?: string; // region or probe
  variant?: string | null;
  measure: string;
  summary?: "rate" | "mean"; // defaults to rate, of likeness to mean
  prompts: readonly number[];
}

/**
 * How much the mean of an arm differs between seeds, over the arms that are not compared; null where none has two seeds.
 * Two seeds alone leave one degree of freedom, by which hardly any difference could be told.
 */
function seedSpread(
  {arms}: AblationState,
  compared: readonly ArmState[],
  {measure, prompts}: Pick<Compared, "measure" | "prompts">
): SeedSpread | null {
  const spreads = arms.flatMap((arm) => {
    if (compared.includes(arm)) return [];
    const means = measuredSeeds(arm).flatMap(
      (seed) => meanOf(prompts.map((prompt) => cellAt(arm, seed, measure, prompt))) ?? []
    );
    return means.length < 2 ? [] : [{variance: varianceOf(means), degrees: means.length - 1}];
  });
  const degrees = spreads.reduce((sum, each) => sum + each.degrees, 0);
  if (degrees === 0) return null;
  return {variance: spreads.reduce((sum, each) => sum + each.variance * each.degrees, 0) / degrees, degrees};
}

/** The mean of the prompts' own means; null where nothing was measured. */
const meanOf = (cells: readonly Cell[]): number | null => mean(cells.flatMap(({n, sum}) => (n > 0 ? [sum / n] : [])));

function compare(
  all: AblationState,
  arm: ArmState,
  baseline: ArmState,
  {prompts, measure, summary, ...what}: Compared
): Effect[] {
  const seeds = measuredSeeds(arm).filter((seed) => measuredSeeds(baseline).includes(seed));
  const bySeed = seeds.map((seed) =>
    prompts.map((prompt): [Cluster, Cluster] => [
      cellAt(baseline, seed, measure, prompt),
      cellAt(arm, seed, measure, prompt)
    ])
  );
  const kind = summary ?? (measure === likenessMeasure ? "mean" : "rate");
  const found = seededDifference(bySeed, kind, seedSpread(all, [arm, baseline], {measure, prompts}));
  const {difference, low, high, p, detectable} = found;
  if (difference === null) return [];
  const side = (i: 0 | 1): Cluster[] =>
    prompts.map((_, at) => {
      const clusters = bySeed.map((pairs) => pairs[at]![i]);
      return {n: sumOf(clusters, "n"), sum: sumOf(clusters, "sum")};
    });
  const estimate = kind === "mean" ? clusterMean : clusterRate;
  return [
    {
      ...{arm: arm.arm.id, baseline: baseline.arm.id, of: null, variant: null, ...what, measure, summary: kind},
      ...{prompts: side(0).filter(({n}, i) => n > 0 && side(1)[i]!.n > 0).length, seeds: seeds.length},
      ...{n_baseline: sumOf(side(0), "n"), n_compared: sumOf(side(1), "n")},
      ...{value_baseline: estimate(side(0)).value, value_compared: estimate(side(1)).value},
      ...{difference, low, high, p, q: null, detectable}
    }
  ];
}

const sumOf = (clusters: readonly Cluster[], key: "n" | "sum"): number =>
  clusters.reduce((sum, cluster) => sum + cluster[key], 0);
