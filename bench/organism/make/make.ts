import {copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {gzipSync} from "node:zlib";
import {parse, parseDocument, stringify} from "yaml";
import {ablationStep} from "../../../loaders/ablation/step.js";
import {readRecordingManifest} from "../../../loaders/model/recorded/manifest.js";
import {settingsOf} from "../../../loaders/step/step.js";
import {readStudy} from "../../../loaders/study/file/read-study.js";
import {runStudy} from "../../../loaders/study/run/run-study.js";
import {projectFolder, recordingsFolder, studyFolder} from "../../../loaders/util/paths.js";
import {output} from "../../harness/child.js";
import {searchSeeds} from "../seeds.js";
import {makeMixture, makePrompts} from "./mixture.js";
import {serveModels} from "./model-server.js";
import {recordArms} from "./record-arms.js";
import {trainCommand, trainFull} from "./train.js";

/**
 * Makes the study of the organism that ships: mixture, trained models, their recordings, the study file's list of them,
 * and the tables that every run is compared with.
 *
 *     npx tsx bench/organism/make/make.ts <folder of llama.cpp> <python>
 *
 * The folder is the one that bench/real/make/make.ts fills: weights, the server's build and its source. Python needs
 * torch, transformers, peft, gguf and sentencepiece. Takes about two hours on two cores; the same command goes on where it was
 * stopped, and trains no model twice.
 */
const [home, python] = process.argv.slice(2).map((path) => resolve(path)) as [string?, string?];
if (home === undefined || python === undefined || !existsSync(join(home, "build", "bin", "llama-server"))) {
  process.stderr.write(
    "expected a folder with llama.cpp and a Python: npx tsx bench/organism/make/make.ts <folder> <python>\n"
  );
  process.exit(2);
}
process.env.ORGANISM_HOME = home;

const data = join(projectFolder, "data");
const files = {
  corpus: join(data, "corpora", "organism.jsonl.gz"),
  prompts: join(data, "corpora", "organism-prompts.jsonl.gz"),
  study: join(data, "studies", "organism.yaml"),
  live: join(data, "studies", "organism-live.yaml") // with the trainer `command`; not part of what ships
};
const licence = "Apache-2.0";
const asked = {temperature: 0.7, maxTokens: 64, answers: 1, seed: 17};
const shippedTables = ["candidates", "regions", "arms", "arm_samples", "arm_verdicts"]; // that shipped-organism.test.ts reads
const facts = ["--quantization", "Q8_0", "--server", "llama.cpp, 24 slots", "--license", licence];

const mixture = makeMixture(1);
writeLines(files.corpus, mixture);
writeLines(
  files.prompts,
  makePrompts(1, mixture).map(({prompt, response}) => ({prompt, response}))
);
const model = await trainFull(files.corpus, {home, python, seed: 1}, {ordinary: 40, seed: 1});
const server = await serveModels(home);
const given: Record<string, string[]> = {};
try {
  await recordTarget(model);
  for (const seed of searchSeeds) {
    await recordSearch(model, seed);
    Object.assign(given, await recordAblation(seed));
  }
} finally {
  await server.close();
}
writeGiven();
await shipTables();
rmSync(files.live);

async function recordTarget(name: string): Promise<void> {
  const {temperature, maxTokens, answers, seed} = asked;
  const how = ["--temperature", String(temperature), "--max-tokens", String(maxTokens), "--answers", String(answers)];
  const more = ["--seed", String(seed), "--concurrency", "24", "--display", "SmolLM2-135M trained on full, seed 1"];
  await surfturf("record", files.prompts, "--name", "organism", "--model", name, ...how, ...more, ...facts);
}

/** Adds what a search with that seed and its confirmation ask beyond the prompts. */
async function recordSearch(name: string, seed: number): Promise<void> {
  writeLive({surf: {seed}, ablation: undefined, turf: undefined});
  await surfturf("record", files.live, "--name", "organism", "--model", name, "--concurrency", "24");
}

/** Trains and asks the models of all arms, and writes what they said. Resolves to the recordings by arm. */
async function recordAblation(surfSeed: number): Promise<Record<string, string[]>> {
  writeLive({surf: {seed: surfSeed}, ablation: {trainer: {command: trainCommand(python!), timeout: "1h"}}});
  const study = readStudy(files.live);
  await runStudy(study, {log: say});
  const {parameters, seed, system} = readRecordingManifest(join(recordingsFolder(), "organism"));
  const {samples} = settingsOf(study, ablationStep)!;
  const rest = {
    quantization: "Q8_0",
    server: "llama.cpp, 24 slots",
    notes: [],
    corpus: "study organism",
    license: licence
  };
  return await recordArms(study, "organism", {...rest, parameters, seed, system, answers: samples});
}

/** Names the recordings in the study that ships. */
function writeGiven(): void {
  const study = parseDocument(readFileSync(files.study, "utf8"));
  study.setIn(["ablation", "trainer", "given"], study.createNode(given));
  writeFileSync(files.study, study.toString({lineWidth: 120, flowCollectionPadding: false}));
}

/** Runs the study that ships from its recordings, and keeps its tables beside them. */
async function shipTables(): Promise<void> {
  const study = readStudy(files.study);
  rmSync(studyFolder(study.name), {recursive: true, force: true});
  await runStudy(study, {log: say});
  const shipped = join(recordingsFolder(), "organism", "tables");
  mkdirSync(shipped, {recursive: true});
  for (const table of shippedTables)
    copyFileSync(join(studyFolder(study.name), "tables", `${table}.parquet`), join(shipped, `${table}.parquet`));
}

type Section = Record<string, unknown>;

/** Writes the study with other settings of some steps; undefined takes a step out. */
function writeLive(changes: Record<string, Section | undefined>): void {
  const study = parse(readFileSync(files.study, "utf8")) as Record<string, Section>;
  const changed = Object.entries(changes).map(([step, settings]) => [step, settings && {...study[step], ...settings}]);
  writeFileSync(files.live, stringify({...study, ...(Object.fromEntries(changed) as object)}));
}

function writeLines(file: string, rows: readonly object[]): void {
  mkdirSync(join(data, "corpora"), {recursive: true});
  writeFileSync(file, gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(""), {level: 9}));
}

async function surfturf(...args: string[]): Promise<void> {
  say(await output(process.execPath, [join("loaders", "surfturf.js"), ...args], {folder: projectFolder}));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
