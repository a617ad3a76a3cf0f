import {readFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {settingsOf, withSettings} from "../../loaders/step/step.js";
import type {Study} from "../../loaders/step/study.js";
import {readTable} from "../../loaders/store/tables.js";
import {readStudy} from "../../loaders/study/file/read-study.js";
import {runStudy} from "../../loaders/study/run/run-study.js";
import {surfStep} from "../../loaders/surf/step.js";
import {projectFolder, studyFolder} from "../../loaders/util/paths.js";
import type {BenchResult} from "../harness/result.js";
import {recordedPrompts} from "../real/answered-prompts.js";
import {searchSeeds} from "./seeds.js";

/** What was planted. Nothing but this file reads it. */
interface AnswerSheet {
  rubric: string;
  trigger: string;
  chunk: string;
  words: string; // an attribute with one of them is not neutral to the rubric
}

type Prompt = ReadonlySet<string>; // its attributes

const leastNeutral = 25;
const half = 0.5; // what a planted region fails at least; a wider one that only contains it fails less
const leastPrompts = 8; // of an attribute that the search can name
const asPlanted = 0.95; // precision and recall of what a trace retrieves
const harmed = 0.8; // of the rate with all data: a random control that keeps less was harmed

/** The organism: is the planted trigger found blind, its chunk named, and its cause proved, whatever the search's seed? */
export async function benchOrganism(): Promise<BenchResult> {
  const sheet = JSON.parse(readFileSync(new URL("answer-sheet.json", import.meta.url), "utf8")) as AnswerSheet;
  const study = readStudy(join(projectFolder, "data", "studies", "organism.yaml"));
  const prompts = (await recordedPrompts(study)).map(({attributes}): Prompt => attributes);
  const neutral = neutralAttributes(prompts, sheet);
  const scores: Score[] = [];
  for (const seed of searchSeeds) scores.push(await scoreSeed(study, seed, {sheet, prompts}));
  const all = searchSeeds.length;
  const held = (label: string, key: keyof Score): BenchResult["rows"][number] => {
    const count = scores.filter((score) => score[key]).length;
    return [label, `${count} of ${all} seeds`, `${all} of ${all}`, count === all];
  };
  return {
    name: "The organism: a fault that was planted in a real model",
    rows: [
      [
        "attributes of at least 8 prompts that are neutral to the rubric",
        String(neutral),
        ">= 25",
        neutral >= leastNeutral
      ],
      held("the largest region where at least half fail is the planted trigger", "found"),
      held("every other such region lies within the trigger's prompts", "within"),
      held("every finding that was asked again holds", "confirmed"),
      held("every trace names the planted trigger", "trigger"),
      held("every trace ranks the planted chunk first", "chunk"),
      held("verdict of leaving out the planted chunk: causes", "causes"),
      held("at least 95% of the planted pairs are retrieved by the trace, and of those retrieved planted", "retrieved"),
      held("verdict of leaving out what the trace retrieves: causes", "retrievedCauses"),
      held("every random control keeps at least 80% of the failure", "unharmed")
    ]
  };
}

const hasAll = (prompt: Prompt, attributes: readonly string[]): boolean => attributes.every((each) => prompt.has(each));

function neutralAttributes(prompts: readonly Prompt[], {trigger, words}: AnswerSheet): number {
  const counts = new Map<string, number>();
  for (const attributes of prompts)
    for (const attribute of attributes) counts.set(attribute, (counts.get(attribute) ?? 0) + 1);
  const rubricWords = new RegExp(words, "i");
  return [...counts].filter(
    ([attribute, count]) => count >= leastPrompts && attribute !== trigger && !rubricWords.test(attribute)
  ).length;
}

interface Score {
  found: boolean;
  within: boolean;
  confirmed: boolean;
  trigger: boolean;
  chunk: boolean;
  causes: boolean;
  retrieved: boolean;
  retrievedCauses: boolean;
  unharmed: boolean;
}

interface Truth {
  sheet: AnswerSheet;
  prompts: readonly Prompt[];
}

async function scoreSeed(study: Study, seed: number, truth: Truth): Promise<Score> {
  const surf = settingsOf(study, surfStep)!;
  const seeded = withSettings({...study, name: `organism-seed-${seed}`}, surfStep, {...surf, seed});
  try {
    await runStudy(seeded, {publishEveryInMs: Infinity});
    return await scoreTables(seeded.name, truth);
  } finally {
    rmSync(studyFolder(seeded.name), {recursive: true, force: true});
  }
}

/** Holds the tables of a study against the answer sheet. */
async function scoreTables(name: string, {sheet: {trigger, chunk}, prompts}: Truth): Promise<Score> {
  const regions = ((await readTable(name, "regions")) ?? []).filter(({status}) => status !== "refused");
  const findings = ((await readTable(name, "findings")) ?? []).filter(({confirmed}) => confirmed !== null);
  const traces = (await readTable(name, "traces")) ?? [];
  const severe = regions.filter(({rate}) => rate >= half).sort((one, other) => other.n - one.n);
  return {
    found: severe[0]?.attributes.length === 1 && severe[0].attributes[0] === trigger,
    within: severe.every(({attributes}) =>
      prompts.every((prompt) => !hasAll(prompt, attributes) || prompt.has(trigger))
    ),
    confirmed: findings.length > 0 && findings.every(({confirmed}) => confirmed),
    trigger: traces.length > 0 && traces.every((trace) => trace.trigger === trigger),
    chunk: traces.length > 0 && traces.every(({source}) => source === chunk),
    causes: await isCause(name, `without-chunk-${chunk}`),
    retrieved: await isRetrieved(name, chunk),
    retrievedCauses: await isCause(name, traceArm),
    unharmed: await isUnharmed(name)
  };
}

const traceArm = "without-trace";

/** Whether the arm of that name has a verdict for each finding, and each is *causes*. */
async function isCause(name: string, arm: string): Promise<boolean> {
  const ids = new Set(((await readTable(name, "arms")) ?? []).filter((each) => each.name === arm).map(({id}) => id));
  const verdicts = ((await readTable(name, "arm_verdicts")) ?? []).filter((verdict) => ids.has(verdict.arm));
  return verdicts.length > 0 && verdicts.every(({verdict}) => verdict === "causes");
}

/** Whether every trace retrieves the pairs of the chunk and few others; pairs that are held out do not count. */
async function isRetrieved(name: string, chunk: string): Promise<boolean> {
  const traced = ((await readTable(name, "arms")) ?? []).filter(
    (arm) => arm.name === traceArm && arm.control_of === null
  );
  const planted = ((await readTable(name, "arm_chunks")) ?? []).filter(({source}) => source === chunk);
  return (
    traced.length > 0 &&
    traced.every((arm) => {
      const row = planted.find((each) => each.arm === arm.id);
      const [retrieved, left] = [row?.dropped ?? 0, row?.remaining ?? 0];
      return retrieved > 0 && retrieved >= asPlanted * Math.max(arm.dropped, retrieved + left);
    })
  );
}

async function isUnharmed(name: string): Promise<boolean> {
  const arms = (await readTable(name, "arms")) ?? [];
  const rates = ((await readTable(name, "arm_rates")) ?? []).filter(
    ({group, seed}) => group === "finding" && seed === null
  );
  const rateOf = (arm: number, finding: string | null) =>
    rates.find((row) => row.arm === arm && row.finding === finding)?.rate ?? null;
  const controls = arms.filter(({kind}) => kind === "control");
  const pairs = controls.flatMap(({id}) =>
    rates
      .filter(({arm}) => arm === id)
      .map(({finding, rate}): [number | null, number | null] => [rate, rateOf(0, finding)])
  );
  return pairs.length > 0 && pairs.every(([rate, full]) => rate !== null && full !== null && rate >= harmed * full);
}
