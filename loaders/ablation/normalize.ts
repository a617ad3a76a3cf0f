import {existsSync} from "node:fs";
import {dirname, resolve} from "node:path";
import {parseProvider, recordingOf} from "../model/provider.js";
import {toFindingSource} from "../probe/sources/findings.js";
import {probeStep} from "../probe/steps.js";
import {mostByRule} from "../probe/rule-rewordings.js";
import {noContext} from "../step/contexts/context.js";
import {maxTokensOf} from "../step/normalize-role.js";
import {placed} from "../step/placed.js";
import type {StudyFile} from "../step/step.js";
import {surfStep} from "../surf/step.js";
import {turfStep} from "../tracing/turf-step.js";
import {normalizeDetectors} from "./detectors/normalize.js";
import {isRoundOf} from "./rounds/round.js";
import {
  dropsOf,
  needsTrace,
  type AblationSettings,
  type ArmSettings,
  type AxisSettings,
  type DropSettings,
  type MeasuredSettings,
  type TracePart,
  type TrainerSettings
} from "./settings.js";
import type {AblationInput, ArmInput, AxisInput, DropInput} from "./spec.js";

const key = "ablation";

/** The normal form of the step. Throws errors at the line of a key. */
export function normalizeAblation(input: AblationInput, file: StudyFile): AblationSettings {
  const {errorAt} = file;
  if (!file.has("surf")) throw errorAt([key], "needs findings, and this study has no search (surf: false)");
  const turf = file.settings(turfStep);
  const settings: AblationSettings = {
    index: input.index ?? turf?.index ?? null,
    corpus: corpusOf(input, file),
    findings: findingsOf(input, file),
    ...(input.writer !== undefined && {writer: file.role(input.writer, maxTokensOf.perturb, [key, "writer"])}),
    ...(input.detectors !== undefined && {detectors: normalizeDetectors(input.detectors, file)}),
    arms: armsOf(input, file),
    controls: input.controls ?? ["chunk", "everywhere"],
    seeds: Array.from({length: input.seeds ?? 2}, (_, i) => i + 1),
    trainer: trainerOf(input.trainer ?? "lab", file),
    samples: input.samples ?? 10,
    rewordings: input.rewordings ?? 12,
    byModel: input.by === "model",
    ordinary: input.ordinary ?? 40,
    ...(input.measure !== undefined && {measured: measuredOf(input.measure, file)}),
    bar: input.bar ?? 0.1,
    context: file.settings(surfStep)?.context ?? noContext,
    trace: {
      k: input.k ?? turf?.k ?? 1000,
      least: input.similarity ?? turf?.least ?? 0.5,
      polarity: "violate",
      seed: turf?.seed ?? 1
    },
    most: input.most ?? 10_000,
    seed: input.seed ?? 1
  };
  check(settings, file);
  return settings;
}

function corpusOf({corpus}: AblationInput, {file, errorAt}: StudyFile): string | null {
  if (corpus === undefined) return null;
  if (/^hf:/.test(corpus)) return corpus;
  const path = resolve(dirname(file), corpus);
  if (!existsSync(path)) throw errorAt([key, "corpus"], `no such file or folder: ${corpus}`);
  return path;
}

function findingsOf({findings = {}}: AblationInput, {rubrics, errorAt}: StudyFile): AblationSettings["findings"] {
  const unknown = findings.rubrics?.find((name) => !rubrics.some((rubric) => rubric.name === name));
  if (unknown !== undefined) throw errorAt([key, "findings", "rubrics"], `${unknown} is no rubric of this study`);
  const top = findings.top ?? (findings.ids === undefined ? 1 : 0);
  return toFindingSource({...findings, top});
}

const fewestRegions = 1;
const mostQueries = 16; // of a region

function measuredOf({regions, probes = []}: NonNullable<AblationInput["measure"]>, file: StudyFile): MeasuredSettings {
  const known = file.settings(probeStep)?.probes ?? [];
  const chosen = unique(probes).map((name, i) => {
    const probe = known.find((each) => each.name === name);
    if (probe !== undefined) return probe;
    const names =
      known.length === 0 ? "this study has none" : `expected one of ${known.map(({name}) => name).join(", ")}`;
    throw file.errorAt([key, "measure", "probes", i], `no such probe: ${name}; ${names}`);
  });
  const {top = fewestRegions, queries = mostQueries} = regions ?? {};
  return {regions: regions === undefined ? null : {top, queries}, probes: chosen};
}

function armsOf({arms = [{drop: "trace"}, {drop: "chunk"}]}: AblationInput, file: StudyFile): ArmSettings[] {
  const all = arms.map((arm, i) => armOf(arm, i, file));
  const twice = all.findIndex(({name}, i) => all.findIndex((other) => other.name === name) !== i);
  if (twice >= 0)
    throw file.errorAt([key, "arms", twice], `two arms have the name ${all[twice]!.name}: expected another name`);
  for (const [i, {name}] of all.entries()) {
    const series = all.find((other) => other.rounds !== undefined && isRoundOf(name, other.name));
    if (series !== undefined)
      throw file.errorAt([key, "arms", i], `${name} is the name of a round of ${series.name}: expected another name`);
  }
  return all;
}

function armOf(arm: ArmInput, i: number, study: StudyFile): ArmSettings {
  const {errorAt} = study;
  const path = [key, "arms", i];
  if ("grid" in arm) return gridArm(arm, path, study);
  if (arm.drop === undefined && arm.add === undefined)
    throw errorAt(path, "drops and adds nothing: expected drop or add");
  if (arm.keep !== undefined && arm.drop === undefined)
    throw errorAt([...path, "keep"], "keeps of nothing: expected drop");
  const drop = arm.drop === undefined ? null : dropOf(arm.drop);
  if (arm.rounds !== undefined && (arm.drop !== "chunk" || arm.keep !== undefined || arm.add !== undefined))
    throw errorAt(
      [...path, "rounds"],
      "rounds drop the chunks that traces name: expected drop: chunk, without keep or add"
    );
  const add = typeof arm.add === "string" ? fileOf(arm.add, [...path, "add"], study) : null;
  const write = typeof arm.add === "object" ? arm.add.write : undefined;
  if (write !== undefined && arm.keep !== undefined)
    throw errorAt([...path, "keep"], "doses are of what is dropped: expected no counter-examples beside them");
  const name = checkName(arm.name ?? nameOf(drop, write === undefined ? add : "counter-examples"), path, study);
  const keep = arm.keep === undefined ? [] : unique([arm.keep].flat());
  const {rounds = 1} = arm;
  return {name, drop, keep, add, ...(write !== undefined && {write}), ...(rounds > 1 && {rounds})};
}

function checkName(name: string, path: readonly PropertyKey[], {errorAt}: StudyFile): string {
  if (name === "full") throw errorAt([...path, "name"], "full is the arm with all data: expected another name");
  return name;
}

function fileOf(file: string, path: readonly PropertyKey[], {file: study, errorAt}: StudyFile): string {
  const found = resolve(dirname(study), file);
  if (!existsSync(found)) throw errorAt(path, `no such file: ${file}`);
  return found;
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

function gridArm({grid, name}: Extract<ArmInput, {grid: unknown}>, path: PropertyKey[], study: StudyFile): ArmSettings {
  const axis = (key: "x" | "y") => axisOf(grid[key], [...path, "grid", key], study);
  const {x, y} = {x: axis("x"), y: axis("y")};
  const without = grid.without === undefined ? null : dropOf(grid.without);
  const words = ["grid", ...wordsOfAxis(x), "by", ...wordsOfAxis(y)];
  return {
    name: checkName(name ?? slug(words.join("-")), path, study),
    drop: null,
    keep: [],
    add: null,
    grid: {x, y, without}
  };
}

function axisOf(axis: AxisInput, path: PropertyKey[], study: StudyFile): AxisSettings {
  const counts = unique(axis.keep.map((count) => (count === "all" ? null : count)));
  if (counts.length < 2) throw study.errorAt([...path, "keep"], "expected at least two different numbers of pairs");
  const pairs = "drop" in axis ? {drop: dropOf(axis.drop)} : {add: fileOf(axis.add, [...path, "add"], study)};
  return {pairs, counts};
}

const wordsOfAxis = ({pairs}: AxisSettings): string[] =>
  "drop" in pairs ? wordsOf(pairs.drop) : [pairs.add.split(/[/\\]/).at(-1)!];

function dropOf(drop: DropInput): DropSettings {
  if (drop === "chunk") return {by: "chunk", chunk: null};
  if (typeof drop === "string") return {by: "trace", part: drop};
  if ("chunk" in drop) {
    const chunks = unique([drop.chunk].flat());
    return chunks.length === 1 ? {by: "chunk", chunk: chunks[0]!} : {by: "chunks", chunks};
  }
  if ("detector" in drop) return {by: "detector", detector: drop.detector};
  if ("phrase" in drop) return {by: "phrase", phrase: drop.phrase, side: drop.in ?? "query"};
  return {by: "cluster", cluster: drop.cluster};
}

const partNames: Record<TracePart, string> = {trace: "trace", crux: "crux", trigger: "trigger"};

function nameOf(drop: DropSettings | null, add: string | null): string {
  const dropped = drop === null ? [] : ["without", ...wordsOf(drop)];
  return slug([...dropped, ...(add === null ? [] : ["with", add.split(/[/\\]/).at(-1)!])].join("-"));
}

function wordsOf(drop: DropSettings): string[] {
  if (drop.by === "trace") return [partNames[drop.part]];
  if (drop.by === "chunk") return ["chunk", ...(drop.chunk === null ? [] : [drop.chunk])];
  if (drop.by === "chunks") return ["chunks", ...drop.chunks];
  if (drop.by === "phrase") return ["phrase", drop.phrase];
  if (drop.by === "detector") return [drop.detector];
  return ["cluster", String(drop.cluster)];
}

const slug = (text: string): string =>
  text
    .replaceAll(/[^a-z0-9._+-]+/gi, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);

function trainerOf(input: NonNullable<AblationInput["trainer"]>, file: StudyFile): TrainerSettings {
  if (input === "lab") return {kind: "lab"};
  if ("command" in input) {
    const {command, timeout = null, base_url: baseUrl = null, format} = input;
    return {kind: "command", command, timeoutInMs: timeout, baseUrl, ...(format === "parquet" && {format})};
  }
  const models = Object.fromEntries(Object.entries(input.given).map(([arm, model]) => [arm, [model].flat()]));
  for (const [arm, names] of Object.entries(models))
    for (const model of names) placed(file, [key, "trainer", "given", arm], () => checkModel(model, file));
  return {kind: "given", models};
}

function checkModel(model: string, {file}: StudyFile): void {
  parseProvider(model);
  recordingOf(model, dirname(file));
}

function check(settings: AblationSettings, file: StudyFile): void {
  const {index, corpus, arms, trainer, rewordings, byModel, writer, detectors = []} = settings;
  const {errorAt, lab} = file;
  for (const [i, arm] of arms.entries())
    for (const drop of dropsOf(arm))
      if (drop.by === "detector" && !detectors.some(({name}) => name === drop.detector))
        throw errorAt(
          [key, "arms", i, arm.grid === undefined ? "drop" : "grid"],
          `no such detector: ${drop.detector}; expected one under ablation.detectors`
        );
  const traced = arms.findIndex((arm) => needsTrace(arm) || dropsOf(arm).some(({by}) => by === "cluster"));
  if (index === null && traced >= 0)
    throw errorAt([key, "arms", traced], "needs an index: expected the step turf, or index: <name> under ablation");
  if (index === null && corpus === null) throw errorAt([key], "needs training pairs: expected index or corpus");
  if (corpus !== null && traced >= 0)
    throw errorAt(
      [key, "corpus"],
      "an arm drops pairs of the index, so its corpus is that of the index: take the key out"
    );
  if (trainer.kind === "lab" && !(lab && index === "lab" && corpus === null))
    throw errorAt(
      [key, "trainer"],
      "the lab trains on its own pairs alone: expected index: lab, {command: ...} or {given: ...}"
    );
  if (trainer.kind === "given" && trainer.models.full === undefined)
    throw errorAt([key, "trainer", "given"], "no model was trained on all data: expected the key full");
  const written = arms.findIndex(({write}) => write !== undefined);
  if (written >= 0 && writer === undefined && !file.canRewrite)
    throw errorAt(
      [key, "arms", written, "add"],
      "expected a model that writes counter-examples: writer under ablation, or perturb or query under models"
    );
  if (written < 0 && writer !== undefined)
    throw errorAt([key, "writer"], "no arm has add: {write: ...}: take the key out");
  if (byModel && !file.canRewrite)
    throw errorAt([key, "by"], "expected a model that rewords prompts: perturb or query, or by: rule");
  if (!byModel && rewordings > mostByRule)
    throw errorAt(
      [key, "rewordings"],
      `rules make ${mostByRule} rewordings of a prompt: expected no more, or by: model`
    );
}
