import {poolRows, type AttributePool} from "../../corpus/pools/attribute-pool.js";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import type {Lab} from "../../lab/lab.js";
import {describeProbe} from "../../probe/describe.js";
import {publicPath} from "../../util/paths.js";
import {packageVersion} from "../../store/manifest.js";
import {fingerprint, usesLab} from "../run/prepare.js";
import {plannedStep} from "../../step/step.js";
import {stepsOf} from "../steps.js";
import type {RoleSpec, Study} from "../../step/study.js";

/** The manifest of a study of which nothing is known but its name. */
export const blankManifest = (name: string): StudyManifest => ({
  version: 1,
  name,
  title: name,
  origin: "own",
  source: `data/studies/${name}.yaml`,
  state: "planned",
  error: null,
  started: null,
  updated: null,
  steps: [],
  models: {},
  rubrics: [],
  settings: {},
  attributes: null,
  counts: {candidates: 0, scored: 0, unscored: 0, flagged: 0, findings: 0},
  unscored: {},
  spend: {calls: 0, inputTokens: 0, outputTokens: 0, cost: 0},
  notes: [],
  tables: "",
  fingerprint: null,
  packageVersion
});

/** The manifest of a study that has not run: its settings, no counts. */
export function planManifest(study: Study): StudyManifest {
  const {name, title, file, rubrics} = study;
  return {
    ...blankManifest(name),
    title,
    origin: usesLab(study) ? "lab" : "own",
    source: publicPath(file),
    steps: stepsOf(study).map(plannedStep),
    models: {
      target: study.targets.map(({model}) => model),
      ...(study.query && {query: [study.query.model]}),
      judge: study.judges.map(({model}) => model),
      ...(study.perturb && {perturb: [study.perturb.model]}),
      ...(study.confirmJudge && {"second judge": [study.confirmJudge.model]})
    },
    rubrics: rubrics.map(({name, threshold, principle, hash}) => ({name, threshold, principle, hash})),
    settings: settingsOf(study),
    fingerprint: fingerprint(study)
  };
}

export const describePool = (pool: AttributePool): StudyManifest["attributes"] => ({
  source: pool.source,
  rows: poolRows(pool),
  distinct: pool.attributes.length
});

/** The study in its normal form as a reader may see it: names of key variables, never keys. */
function settingsOf({
  targets,
  query,
  judges,
  attributes,
  surf,
  probes,
  concurrency,
  budgetInUsd
}: Study): Record<string, unknown> {
  const shown = ({model, headers, ...rest}: RoleSpec) => ({
    model,
    ...(Object.keys(headers).length > 0 && {headers: Object.keys(headers)}), // a value may be a secret
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => !isEmpty(value)))
  });
  return {
    models: {target: targets.map(shown), ...(query && {query: shown(query)}), judge: judges.map(shown)},
    attributes: attributes === "lab" || attributes === "" ? attributes : publicPath(attributes),
    surf,
    ...(probes.length > 0 && {probes: probes.map(describeProbe)}),
    concurrency,
    budgetInUsd
  };
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === false || (typeof value === "object" && Object.keys(value).length === 0);

/** What a reader of the lab's numbers must know. */
export function describeLab({world, accuracy}: Lab): string {
  const share = (value: number) => `${Math.round(value * 100)}%`;
  return (
    `The lab (world ${world}) is a test rig, no language model. Its target was trained on ${accuracy.pairs} pairs and ` +
    `predicts the behaviour of ${share(accuracy.heldOut)} of the held-out ones (most frequent behaviour: ${share(accuracy.baseline)}).`
  );
}
