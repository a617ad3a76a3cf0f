import {statSync} from "node:fs";
import {modelsOfIndex, stampOfIndex} from "../tracing/turf-models.js";
import type {Step} from "../step/step.js";
import {publicPath, withoutFolders} from "../util/paths.js";
import {AblationRun} from "./ablation-run.js";
import {normalizeAblation} from "./normalize.js";
import {ruleInWords} from "../measure/rules/rule-in-words.js";
import type {DetectorSettings} from "./detectors/settings.js";
import {filesOf, type AblationSettings, type ArmSettings, type AxisSettings} from "./settings.js";
import {ablationSpec, type AblationInput} from "./spec.js";

/** The step `ablation`: trains models without some of the training data, to prove what causes a failure. */
export const ablationStep: Step<AblationInput, AblationSettings> = {
  name: "ablation",
  about: "train again without some training data, to see which of it causes a failure",
  dependsOn: ["surf", "confirm", "turf"],
  spec: () => ablationSpec,
  normalize: normalizeAblation,
  roles: ({writer}) => (writer === undefined ? [] : [{role: "writer", spec: writer, path: ["ablation", "writer"]}]),
  otherModels: ({index, corpus, trainer}) => [
    ...(index === null || corpus !== null ? [] : modelsOfIndex(index)),
    ...(trainer.kind === "given" ? Object.values(trainer.models).flat() : [])
  ],
  isCostly: ({trainer}) => trainer.kind === "command",
  stamp: ({index, corpus, arms, detectors = []}) => [
    index === null ? "" : stampOfIndex(index),
    ...[corpus, ...arms.flatMap(filesOf), ...detectors.map(({labelled}) => labelled)].flatMap((path) =>
      path === null ? [] : [stampOfPath(path)]
    )
  ],
  create: (settings, tools) => new AblationRun(settings, tools),
  async estimate(settings, context) {
    const {estimateAblation} = await import("./estimate.js"); // loads a tokenizer
    return estimateAblation(settings, context);
  },
  describe: ({corpus, arms, trainer, detectors, ...settings}) => ({
    ...settings,
    ...(detectors && {detectors: detectors.map(describeDetector)}),
    corpus: corpus === null ? null : publicPath(corpus),
    arms: arms.map(describeArm),
    trainer: trainer.kind === "command" ? {...trainer, command: withoutFolders(trainer.command)} : trainer
  })
};

const describeDetector = ({by, labelled, ...detector}: DetectorSettings) => ({
  ...detector,
  by: "ask" in by ? by : {rule: ruleInWords(by.rule)},
  labelled: labelled === null ? null : publicPath(labelled)
});

const describeArm = ({add, grid, ...arm}: ArmSettings) => ({
  ...arm,
  add: add === null ? null : publicPath(add),
  ...(grid && {grid: {...grid, x: describeAxis(grid.x), y: describeAxis(grid.y)}})
});

const describeAxis = ({pairs, counts}: AxisSettings) => ({
  pairs: "add" in pairs ? {add: publicPath(pairs.add)} : pairs,
  counts
});

/** A text that differs between two states of a file; a folder's is its own. */
function stampOfPath(path: string): string {
  try {
    const {size, mtimeMs} = statSync(path);
    return `${path} ${size} ${mtimeMs}`;
  } catch {
    return path;
  }
}
