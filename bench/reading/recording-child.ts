import {parquetReadObjects} from "hyparquet";
import {asyncBufferFromFile} from "hyparquet/src/node.js";
import {compressors} from "hyparquet-compressors";
import {createRecordedModel} from "../../loaders/model/recorded/recorded-model.js";
import {recordingFiles} from "../../loaders/model/recorded/manifest.js";
import {createRandom, integerBelow} from "../../loaders/util/random.js";
import {promptOf} from "./recording-file.js";

export interface RecordingMeasure {
  openSeconds: number;
  medianCallInMs: number;
  slowCallInMs: number; // 99th percentile
  growthInMB: number; // peak resident memory over what the process had before it began to read
}

/** Opens a recording alone in this process and asks random prompts, by the model or by a map of all rows. */
const {folder, kind, prompts, calls} = JSON.parse(process.argv[2]!) as {
  folder: string;
  kind: "model" | "map";
  prompts: number;
  calls: number;
};
const before = process.memoryUsage.rss();
const start = performance.now();
const ask = kind === "model" ? await asModel() : await asMap();
const openSeconds = (performance.now() - start) / 1000;
const random = createRandom(2);
const took: number[] = [];
for (let i = 0; i < calls; i++) {
  const prompt = promptOf(integerBelow(random, prompts));
  const begun = performance.now();
  await ask(prompt, i);
  took.push(performance.now() - begun);
}
took.sort((a, b) => a - b);
const growthInMB = (process.resourceUsage().maxRSS * 1024 - before) / 1e6;
const at = (share: number): number => took[Math.floor(took.length * share)]!;
const measure: RecordingMeasure = {openSeconds, medianCallInMs: at(0.5), slowCallInMs: at(0.99), growthInMB};
process.stdout.write(JSON.stringify(measure));

type Ask = (prompt: string, seed: number) => unknown;

async function asModel(): Promise<Ask> {
  const model = createRecordedModel("recorded:bench", folder);
  await model.open!();
  return (content, seed) =>
    model.ask({messages: [{role: "user", content}], temperature: 0.7, maxTokens: 48, seed: seed * 1024});
}

async function asMap(): Promise<Ask> {
  const file = await asyncBufferFromFile(recordingFiles(folder).answers);
  const rows = (await parquetReadObjects({file, compressors})) as {prompt: string; text: string}[];
  const answers = new Map<string, string[]>();
  for (const {prompt, text} of rows) answers.set(prompt, [...(answers.get(prompt) ?? []), text]);
  return (prompt, seed) => answers.get(prompt)![seed % 4]!;
}
