import {dirname} from "node:path";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import type {ModelNames} from "../../../src/shared/modelNames.js";
import {poolRows, type AttributePool} from "../../corpus/pools/attribute-pool.js";
import type {Lab} from "../../lab/lab.js";
import {ruleInWords} from "../../measure/rules/rule-in-words.js";
import {recordingOf} from "../../model/provider.js";
import {countInWords} from "../../step/describe-estimate.js";
import type {RoleSpec} from "../../step/role.js";
import type {Study} from "../../step/study.js";
import {blankManifest} from "../../store/manifest.js";
import {nameOfPrompts} from "../../turf/prompts/prompts-name.js";
import {publicPath} from "../../util/paths.js";
import {modelsOf, stepNamesOf, stepsOf} from "../steps.js";
import {fingerprint} from "./fingerprint.js";
import {usesLab} from "./provenance.js";

/** The manifest of a study that has not run: its settings, without counts. */
export function planManifest(study: Study): StudyManifest {
  const {name, title, file, rubrics} = study;
  return {
    ...blankManifest(name),
    title,
    origin: usesLab(study) ? "lab" : "own",
    source: publicPath(file),
    steps: stepNamesOf(study).map((step) => ({name: step, state: "planned", planned: 0, done: 0, unscored: 0})),
    ...recordings(study),
    rubrics: rubrics.map(({name, threshold, principle, hash, rule}) => ({
      ...{name, threshold, principle, hash},
      ...(rule && {rule: {use: rule.use, words: ruleInWords(rule.rule), missed: rule.missed}})
    })),
    models: withPrompts(
      namedRoles(study).map(([role, specs]) => [role, specs.map(({model}) => model)]),
      study,
      (name) => [name]
    ),
    ...givenNames(study),
    settings: shownSettings(study),
    fingerprint: fingerprint(study)
  };
}

/** The names that a study gives to its models. */
const givenNames = ({names}: Study): Pick<StudyManifest, "names"> => (Object.keys(names).length === 0 ? {} : {names});

/** What the recorded models of a study play. */
function recordings(study: Study): Pick<StudyManifest, "recordings"> {
  const played = modelsOf(study).flatMap((model) => {
    const recording = recordingOf(model, dirname(study.file));
    if (recording === null) return [];
    const {model: name, quantization, server, date} = recording;
    return [[model, {model: name, quantization, server, date}] as const];
  });
  return played.length === 0 ? {} : {recordings: Object.fromEntries(played)};
}

/** An attribute pool as the manifest shows it. */
export const describePool = (pool: AttributePool): StudyManifest["attributes"] => ({
  source: pool.source,
  rows: poolRows(pool),
  distinct: pool.attributes.length
});

/** What is shown of each role, with the corpus of the queries in the place of their writer. */
function withPrompts<T>([target, ...others]: [role: string, T][], {prompts}: Study, show: (name: string) => T) {
  const query: [string, T][] = prompts === null ? [] : [["query", show(nameOfPrompts(prompts))]];
  return Object.fromEntries([target!, ...query, ...others]);
}

/** The models of each role, in the order of the study file. */
const namedRoles = ({targets, query, judges, perturb, stepRoles}: Study): [role: string, RoleSpec[]][] => [
  ["target", targets],
  ...(query === null ? [] : [["query", [query]] as [string, RoleSpec[]]]),
  ...(judges.length === 0 ? [] : [["judge", judges] as [string, RoleSpec[]]]),
  ...(perturb === null ? [] : [["perturb", [perturb]] as [string, RoleSpec[]]]),
  ...stepRoles.map(({role, spec}): [string, RoleSpec[]] => [role, [spec]])
];

/** The settings as a reader may see them: with names of key variables, never with keys. */
function shownSettings(study: Study): Record<string, unknown> {
  const {attributes, marks, world, concurrency, budgetInUsd} = study;
  const steps = stepsOf(study).map(({step, settings}) => [step.name, step.describe?.(settings) ?? settings]);
  return {
    models: withPrompts(
      namedRoles(study).map(([role, specs]) => [role, shownRoles(specs, study)]),
      study,
      (name) => name
    ),
    attributes: ["lab", "corpus", ""].includes(attributes) ? attributes : publicPath(attributes),
    ...(usesLab(study) && {world: publicPath(world)}),
    ...Object.fromEntries(steps),
    ...(marks.length > 0 && {marks: Object.fromEntries(marks.map(({rubric, path}) => [rubric, publicPath(path)]))}),
    concurrency,
    budgetInUsd
  };
}

const shownRoles = (specs: readonly RoleSpec[], {names}: Study): unknown => {
  const shown = specs.map((spec) => shownRole(spec, names));
  return shown.length === 1 ? shown[0] : shown;
};

const shownRole = ({model, headers, ...rest}: RoleSpec, names: ModelNames): Record<string, unknown> => ({
  model,
  ...(Object.hasOwn(names, model) && {name: names[model]}),
  ...(Object.keys(headers).length > 0 && {headers: Object.keys(headers)}), // a value may be a secret
  ...Object.fromEntries(Object.entries(rest).filter(([, value]) => !isEmpty(value)))
});

const isEmpty = (value: unknown): boolean =>
  value === null || value === false || (typeof value === "object" && Object.keys(value).length === 0);

/** What a reader must know of the recordings that a study plays, a line each. */
export function notesOnRecordings(study: Study): string[] {
  return [...new Set(modelsOf(study))].flatMap((model) => {
    const recording = recordingOf(model, dirname(study.file));
    if (recording === null || recording.short === 0) return [];
    const [short, prompts, answers] = [recording.short, recording.prompts, recording.answers].map(countInWords);
    return [`${model}: ${short} of ${prompts} prompts have fewer than ${answers} answers, which repeat sooner.`];
  });
}

/** What a reader of the lab's numbers must know. */
export function describeLab({world, accuracy}: Lab): string {
  const share = (value: number) => `${Math.round(value * 100)}%`;
  const {pairs, heldOut, baseline} = accuracy;
  return (
    `The lab (world ${world}) is a test rig, no language model. Its target was trained on ${countInWords(pairs)} pairs and ` +
    `predicts the behaviour of ${share(heldOut)} of the held-out ones (most frequent behaviour: ${share(baseline)}).`
  );
}
