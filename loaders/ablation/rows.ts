import {detectorChunkRows, detectorRow} from "./detectors/detector-rows.js";
import {excerpt} from "../../src/shared/excerpt.js";
import type {Row} from "../../src/shared/schema.js";
import {clusterMean, clusterRate} from "../../src/shared/statistics/clusters.js";
import {nameOfRubric} from "../probe/measures/rubric.js";
import type {StepTables} from "../step/step-run.js";
import {withoutFolders} from "../util/paths.js";
import {measuredGroups, ordinaryRubrics, promptsOfFinding, type AblationState, type ArmState} from "./arm-state.js";
import {addUpCells, likenessMeasure} from "./cells.js";
import {cellOf, effectsOf, measuredSeeds, measureOf} from "./effects.js";
import {verdictsOf} from "./verdict.js";

interface RowOptions {
  trainer: string;
  bar: number;
  textOf(ordinal: number): string | null; // the answer of a call
}

/** What an ablation has, as rows of its tables. */
export function ablationTables(state: AblationState, {trainer, bar, textOf}: RowOptions): StepTables {
  const effects = effectsOf(state);
  return {
    arms: () => state.arms.map((arm) => armRow(arm, trainer)),
    arm_chunks: () => state.arms.flatMap(({arm, bySource}) => bySource.map((counts) => ({arm: arm.id, ...counts}))),
    arm_cells: () => state.arms.flatMap(cellRows),
    arm_rounds: () => state.arms.flatMap(roundRows),
    arm_models: () => state.arms.flatMap(modelRows),
    arm_prompts: () => promptRows(state),
    arm_samples: () => sampleRows(state, textOf),
    arm_rates: () => state.arms.flatMap((arm) => rateRows(arm, state)),
    arm_effects: () => effects,
    arm_verdicts: () => verdictsOf(state, effects, bar),
    detectors: () => state.detected.map(detectorRow),
    detector_chunks: () => state.detected.flatMap((detected) => detectorChunkRows(detected, state.corpus!))
  };
}

const armRow = ({arm, pairs, hash}: ArmState, trainer: string): Row<"arms"> => ({
  ...{id: arm.id, name: arm.name, finding: arm.finding, kind: arm.kind, selects: arm.selects},
  ...{control_of: arm.control?.of ?? null, control: arm.control?.from ?? null},
  ...{pairs, dropped: arm.dropped.size, kept: arm.kept, added: arm.added.length, hash, trainer}
});

const cellRows = ({arm: {id, name, cell}}: ArmState): Row<"arm_cells">[] =>
  cell === undefined
    ? []
    : [
        {
          ...{arm: id, grid: name, x_pairs: cell.x.words, x: cell.x.count, y_pairs: cell.y.words, y: cell.y.count},
          ...{set_pairs: cell.set?.words ?? null, set: cell.set?.count ?? null}
        }
      ];

const roundRows = ({arm: {id, kind, finding, round}, end}: ArmState): Row<"arm_rounds">[] => {
  if (round === undefined || kind !== "drop") return [];
  const {series, number, chunks, back, traced, named} = round;
  const put = {back: back?.chunk ?? null, back_round: back?.round ?? null};
  return [
    {arm: id, series, finding: finding!, round: number, chunks: [...chunks], ...put, traced, named, end: end ?? null}
  ];
};

const modelRows = ({arm, models}: ArmState): Row<"arm_models">[] =>
  models.map(({seed, name, problem, cells}) => {
    const status = problem !== null ? "failed" : cells === null ? "waiting" : "measured";
    return {arm: arm.id, seed, status, model: shown(name), reason: shown(problem)};
  });

const shown = (text: string | null): string | null => (text === null ? null : withoutFolders(text));

const promptRows = ({prompts}: AblationState): Row<"arm_prompts">[] =>
  prompts.map(({kind, finding, of = null, variant = null, rubrics, source, query}, id) => {
    const rubric = kind === "ordinary" ? null : (rubrics[0]?.name ?? null);
    return {id, kind, finding, of, variant, rubric, source, query: excerpt(query)};
  });

function* sampleRows({arms}: AblationState, textOf: RowOptions["textOf"]): Generator<Row<"arm_samples">> {
  for (const {arm, models} of arms)
    for (const {seed, samples} of models)
      for (const {prompt, sample, scores, target} of samples ?? []) {
        const text = textOf(target);
        const response = text === null ? null : excerpt(text);
        for (const {rubric, score, reason} of scores)
          yield {
            ...{arm: arm.id, seed, prompt, sample, rubric: rubric.name, status: score === null ? "unscored" : "scored"},
            ...{reason, score, violation: score === null ? null : score > rubric.threshold, response}
          };
      }
}

type RateRow = Row<"arm_rates">;

function rateRows(arm: ArmState, state: AblationState): RateRow[] {
  const seeds = measuredSeeds(arm);
  if (seeds.length === 0) return [];
  const row = (rest: RateGroup, prompts: readonly number[], summary: "rate" | "mean" = "rate") =>
    rateRow(arm, rest, prompts, summary);
  const ofFindings = state.findings.flatMap((finding) => {
    const measure = measureOf(state, finding);
    const prompts = promptsOfFinding(state, finding);
    const group = {group: "finding", finding, prompt: null, measure};
    return [
      row({...group, seed: null}, prompts),
      ...seeds.map((seed) => row({...group, seed}, prompts)),
      ...prompts.map((prompt) => row({...group, group: "prompt", prompt, seed: null}, [prompt]))
    ];
  });
  const ordinary = promptsOfFinding(state, null);
  const rubrics = ordinaryRubrics(state).map(nameOfRubric);
  const group = {finding: null, prompt: null, seed: null};
  const ofOrdinary = [...rubrics, likenessMeasure].map((measure) =>
    row({...group, group: "ordinary", measure}, ordinary, measure === likenessMeasure ? "mean" : "rate")
  );
  const ofOthers = measuredGroups(state).flatMap(({prompts, measures, ...what}) =>
    measures.map(({name: measure, summary}) => row({...group, ...what, measure}, prompts, summary))
  );
  return [...ofFindings, ...(ordinary.length === 0 ? [] : ofOrdinary), ...ofOthers];
}

type RateGroup = Pick<RateRow, "group" | "finding" | "prompt" | "measure" | "seed"> &
  Partial<Pick<RateRow, "of" | "variant">>;

function rateRow(arm: ArmState, rest: RateGroup, prompts: readonly number[], summary: "rate" | "mean"): RateRow {
  const cells = prompts.map((prompt) => cellOf(arm, rest.measure, prompt, rest.seed));
  const {value: rate, low, high} = (summary === "mean" ? clusterMean : clusterRate)(cells);
  const {n, unscored} = addUpCells(cells);
  const place = {of: null, variant: null, ...rest, summary};
  return {arm: arm.arm.id, ...place, prompts: cells.filter((cell) => cell.n > 0).length, n, unscored, rate, low, high};
}
