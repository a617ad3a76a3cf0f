import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {wilson} from "../../src/shared/statistics.js";
import {openAnswers} from "../../loaders/model/recorded/recorded-model.js";
import {readRecordingManifest} from "../../loaders/model/recorded/manifest.js";
import type {Study} from "../../loaders/step/study.js";
import {readTable} from "../../loaders/store/tables.js";
import {readStudy} from "../../loaders/study/file/read-study.js";
import {recordCorpus} from "../../loaders/study/record/record-corpus.js";
import {ensureStudy} from "../../loaders/study/run/ensure.js";
import {projectFolder, recordingsFolder} from "../../loaders/util/paths.js";
import {createRandom, shuffle} from "../../loaders/util/random.js";
import {inOwnData} from "../harness/own-data.js";
import type {BenchResult, BenchRow} from "../harness/result.js";
import {judgeByRule, recordedPrompts, recordingOf} from "./answered-prompts.js";

const model = process.env.LIVE; // http://127.0.0.1:8181/v1:smollm2
const seed = 4242; // the recording has another
const promptsOfRegion = 16;
const answers = {region: 2, finding: 12}; // to each prompt
const edge = 0.16; // the bar less a fifth: docs/real-model.md
const findingBar = 0.1; // of `confirm`
const floor = 0.8;

/**
 * What the recorded study found, asked of the served model again with another seed: prompts of each region drawn at
 * random, and the prompt of each finding that holds.
 */
export async function benchLive(): Promise<BenchResult> {
  const name = "Real model, live: what was found in the recording, asked again with another seed";
  if (model === undefined)
    return {name, rows: [["skipped: LIVE names no served model, as http://127.0.0.1:8181/v1:smollm2", "-", "", true]]};
  await ensureStudy("smollm2");
  const study = readStudy(join(projectFolder, "data", "studies", "smollm2.yaml"));
  const known = await recordedPrompts(study);
  return {name, rows: [...(await regionsAgain(study, known)), ...(await findingsAgain(study, known))]};
}

type Known = Awaited<ReturnType<typeof recordedPrompts>>;

async function regionsAgain(study: Study, known: Known): Promise<BenchRow[]> {
  const regions = ((await readTable("smollm2", "regions")) ?? []).filter(({status}) => status !== "refused");
  const random = createRandom(seed);
  const drawn = regions.map(({attributes}) => {
    const having = known.filter((prompt) => attributes.every((each) => prompt.attributes.has(each)));
    return shuffle(random, having).slice(0, promptsOfRegion);
  });
  const said = await askLive(study, [...new Set(drawn.flat().map(({query}) => query))], answers.region);
  let [kept, recorded, live] = [0, 0, 0];
  for (const [i, {rubric, rate}] of regions.entries()) {
    const again = drawn[i]!.map((prompt) => ({...prompt, answers: said.get(prompt.query) ?? []}));
    const outcomes = await judgeByRule(
      again,
      study.rubrics.find((each) => each.name === rubric)!
    );
    const rates = outcomes.map(({verdicts}) => verdicts.filter(Boolean).length / verdicts.length);
    const rateAgain = rates.reduce((sum, each) => sum + each, 0) / rates.length;
    if (rateAgain >= edge) kept++;
    recorded += rate! / regions.length;
    live += rateAgain / regions.length;
  }
  const share = kept / regions.length;
  return [
    [
      `regions whose rate over ${promptsOfRegion} prompts is at least 16% again`,
      `${kept} of ${regions.length} (${percent(share)})`,
      percent(floor),
      share >= floor
    ],
    ["their mean rate, live (recorded: baseline)", `${percent(live)} (${percent(recorded)})`, "", true]
  ];
}

async function findingsAgain(study: Study, known: Known): Promise<BenchRow[]> {
  const wholeOf = (query: string) =>
    // the table has the first 300 characters
    known.find((prompt) => prompt.query === query || prompt.query.startsWith(query.replace(/\u2026$/, "")))!.query;
  const findings = ((await readTable("smollm2", "findings")) ?? [])
    .filter(({confirmed}) => confirmed === true)
    .map(({query, rubric}) => ({query: wholeOf(query), rubric}));
  const said = await askLive(study, [...new Set(findings.map(({query}) => query))], answers.finding);
  let kept = 0;
  for (const {query, rubric} of findings) {
    const prompt = {id: query, query, attributes: new Set<string>(), answers: said.get(query) ?? []};
    const [outcome] = await judgeByRule(
      [prompt],
      study.rubrics.find((each) => each.name === rubric)!
    );
    const {verdicts} = outcome!;
    if (wilson(verdicts.filter(Boolean).length, verdicts.length).low! > findingBar) kept++;
  }
  const share = kept / findings.length;
  return [
    [
      `confirmed findings that hold again, ${answers.finding} answers each`,
      `${kept} of ${findings.length} (${percent(share)})`,
      percent(floor),
      share >= floor
    ]
  ];
}

/** Answers of the served model to prompts, asked as the recording was, by prompt. */
async function askLive(study: Study, prompts: readonly string[], count: number): Promise<Map<string, string[]>> {
  const {system, parameters} = readRecordingManifest(recordingOf(study));
  return inOwnData(async (folder) => {
    const corpus = join(folder, "prompts.jsonl");
    writeFileSync(corpus, prompts.map((prompt) => `${JSON.stringify({prompt})}\n`).join(""));
    await recordCorpus(corpus, {
      ...{name: "live", model: model!, seed, answers: count, concurrency: 16},
      ...{system: system ?? undefined, temperature: parameters.temperature ?? undefined},
      ...{max_tokens: parameters.max_tokens ?? undefined, baseUrl: null, key: null, budgetInUsd: null},
      draw: {prompts: null, maxChars: null}
    });
    const said = new Map<string, string[]>();
    const file = await openAnswers(join(recordingsFolder(), "live"));
    for await (const {prompt, text} of file.all())
      if (text !== null) said.set(prompt, [...(said.get(prompt) ?? []), text]);
    file.close();
    return said;
  });
}

const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;
