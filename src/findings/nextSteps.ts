import type {IndexManifest} from "../shared/indexManifest.js";
import type {StudyManifest} from "../shared/manifest.js";

/** What to do about findings, as lines for a study file and commands. */
export interface NextStep {
  file?: {path: string; lines: string}; // what to write, and where
  commands: string[];
}

type Study = Pick<StudyManifest, "name" | "origin" | "settings" | "models">;

/** A finding with its whole query. */
export interface StepFinding {
  id: string;
  rubric: string;
  model: string;
  query: string;
}

/** Whether the study has a file of its own, whose lines say what to measure. */
const hasFile = ({origin}: Study): boolean => origin === "own" || origin === "lab";

const fileOf = (study: Study): string => `data/studies/${study.name}.yaml`;
const run = (name: string, step: string): string => `npx surfturf run ${shellWord(name)} --only ${step}`;

/** Samples findings again, many times each. */
export function confirmThem(study: Study, findings: readonly StepFinding[]): NextStep {
  if (!hasFile(study)) return askInOwnStudy(study, findings);
  return stepWithIds(study, "confirm", findings, "samples: 20");
}

/** Rewords findings. */
export function rewordThem(study: Study, findings: readonly StepFinding[]): NextStep {
  if (!hasFile(study)) return askInOwnStudy(study, findings, {perturbations: 10});
  return stepWithIds(study, "robustness", findings, "perturbations: 10, samples: 20");
}

/** Adds the ids to a step that the study has, or the step. */
function stepWithIds(study: Study, step: string, findings: readonly StepFinding[], settings: string): NextStep {
  const known = idsIn(study.settings[step]);
  const ids = yamlList([...known, ...findings.map(({id}) => id).filter((id) => !known.includes(id))]);
  const has = study.settings[step] != null && study.settings[step] !== false;
  const lines = has ? `ids: ${ids} # add this key to ${step}` : `${step}: {ids: ${ids}, ${settings}}`;
  return {file: {path: fileOf(study), lines}, commands: [run(study.name, step)]};
}

const idsIn = (step: unknown): string[] => (step as {source?: {ids?: string[]}} | undefined)?.source?.ids ?? [];

/** Asks other models about findings. */
export function transferThem(study: Study, findings: readonly StepFinding[]): NextStep {
  if (!hasFile(study)) return askInOwnStudy(study, findings);
  const targets = study.models.target ?? [];
  const more = targets.length > 1 ? [] : ["# add a second model to models: target"];
  const ids = yamlList(findings.map(({id}) => id));
  const probe = `probe:\n  - {name: transfer, prompts: {findings: {ids: ${ids}}}, transfer: true, samples: 20}`;
  return {file: {path: fileOf(study), lines: [...more, probe].join("\n")}, commands: [run(study.name, "probe")]};
}

/** A probe of findings, to be changed: contexts, transforms, other measures. */
export function probeThem(study: Study, findings: readonly StepFinding[]): NextStep {
  if (!hasFile(study)) return askInOwnStudy(study, findings);
  const ids = yamlList(findings.map(({id}) => id));
  const lines = `probe:\n  - name: chosen\n    prompts: {findings: {ids: ${ids}}}\n    samples: 20`;
  return {file: {path: fileOf(study), lines}, commands: [run(study.name, "probe")]};
}

/** Traces findings to the training data. `indexes` are those that are ready. */
export function traceThem(study: Study, findings: readonly StepFinding[], indexes: readonly string[]): NextStep {
  const own = (study.settings.turf as {index?: string} | null | undefined)?.index;
  const ids = findings.map(({id}) => shellWord(id)).join(" ");
  const trace = `npx surfturf trace ${shellWord(study.name)} --finding ${ids}`;
  if (own !== undefined) return {commands: [trace]};
  const [index = "mixture"] = indexes;
  const first = indexes.length > 0 ? [] : ["npx surfturf index path/to/mixture.jsonl --name mixture"];
  return {commands: [...first, `${trace} --index ${shellWord(index)}`]};
}

/** Trains again without the data that findings were traced to. The lab trains its own target. */
export function ablateThem(study: Study, findings: readonly StepFinding[]): NextStep {
  const ids = yamlList(findings.map(({id}) => id));
  const trainer =
    study.origin === "lab" ? "" : `\n  trainer: {command: "python train.py --data {data} --out {out} --seed {seed}"}`;
  const lines = `ablation:\n  findings: {ids: ${ids}}\n  arms: [{drop: trace}, {drop: chunk, rounds: 3}]${trainer}`;
  return {file: {path: fileOf(study), lines}, commands: [`npx surfturf ablate ${shellWord(study.name)}`]};
}

/** The indexes that a study may be traced through: what trained a lab's target trained no other model. */
export const readyIndexes = ({origin}: Study, indexes: readonly IndexManifest[]): string[] =>
  indexes
    .filter((index) => index.state === "finished" && (index.origin === "lab") === (origin === "lab"))
    .map(({name}) => name);

/** Publishes findings: the texts of all others are left out. */
export function reportThem(study: Study, findings: readonly StepFinding[]): NextStep {
  const ids = shellWord(findings.map(({id}) => id).join(","));
  return {commands: [`npx surfturf report ${shellWord(study.name)} --out report --findings ${ids}`]};
}

/** A study of its own that asks the queries of an imported study's findings. */
function askInOwnStudy(study: Study, findings: readonly StepFinding[], {perturbations = 0} = {}): NextStep {
  const name = `${study.name}-again`;
  const distinct = (values: string[]): string[] => [...new Set(values)];
  const prompts = findings.map(
    ({id, query, rubric}) => `      - {id: ${yaml(id)}, query: ${JSON.stringify(query)}, rubric: ${yaml(rubric)}}`
  );
  const lines = [
    `models: {target: ${yamlList(distinct(findings.map(({model}) => model)))}, judge: provider:model}`,
    `rubrics: ${yamlList(distinct(findings.map(({rubric}) => rubric)))}`,
    "surf: false",
    "probe:",
    "  - name: again",
    `    samples: 20${perturbations === 0 ? "" : `\n    perturbations: ${perturbations}`}`,
    "    prompts:",
    ...prompts
  ];
  return {
    file: {path: `data/studies/${name}.yaml`, lines: lines.join("\n")},
    commands: [`npx surfturf run ${shellWord(name)}`]
  };
}

const yaml = (text: string): string => (/^[A-Za-z][\w.-]*$/.test(text) ? text : JSON.stringify(text));
const yamlList = (texts: readonly string[]): string => `[${texts.map(yaml).join(", ")}]`;

/** A word of a command line, in quotation marks where a shell would read it in another way. */
const shellWord = (text: string): string => (/^[\w.,/:@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
