import {recordedLabel, type RecordingManifest} from "../../src/shared/recording.js";
import {maybeStudyFile, readStudy} from "../study/file/read-study.js";
import {recordCorpus, type CorpusOptions, type Recorded} from "../study/record/record-corpus.js";
import {recordStudy} from "../study/record/record-study.js";
import {Progress} from "../study/run/progress.js";
import {defineCommand} from "./command.js";
import {showProgress} from "./display.js";
import {between, dollars, wholeFrom} from "./flags.js";
import {exitCodes, note, print, printJson} from "./output.js";
import {stoppable} from "./stoppable.js";

interface RecordFlags {
  model: string;
  name: string;
  answers?: number;
  prompts?: number;
  maxChars?: number;
  system?: string;
  temperature?: number;
  topP?: number;
  maxTokens?: number;
  stop?: string[];
  seed?: number;
  baseUrl?: string;
  key?: string;
  concurrency: number;
  budget?: number;
  display?: string;
  quantization?: string;
  server?: string;
  license?: string;
  note?: string[];
  estimate?: boolean;
  json?: boolean;
}

const studyHelp =
  "a study: it is run with the recording as its target, and what it asks in vain is asked of the model and added";

export const recordCommand = defineCommand("record", (command) =>
  command
    .description("record the answers of a model, to play them again without it")
    .argument("<source>", `a corpus (a data file or folder, hf:owner/name), an index, or ${studyHelp}`)
    .requiredOption("--model <model>", "provider:model, or http://host:port/v1:model")
    .requiredOption("--name <recording>", "name the recording gets in data/recordings: letters, digits, - and _")
    .option("--answers <n>", "answers to each prompt (default 4)", wholeFrom(1))
    .option("--prompts <n>", "distinct prompts, drawn at random, as many of each chunk; else all", wholeFrom(1))
    .option("--max-chars <n>", "leave out longer prompts", wholeFrom(1))
    .option("--system <text>", "system prompt")
    .option("--temperature <t>", "temperature (default 1)", between(0, 2))
    .option("--top-p <p>", "top_p (default: the provider's)", between(0, 1))
    .option("--max-tokens <n>", "output tokens of an answer (default 2048)", wholeFrom(1))
    .option("--stop <texts...>", "stop sequences")
    .option("--seed <n>", "seed of the draw of prompts and of the answers (default 1)", wholeFrom(0))
    .option("--base-url <url>", "another address that speaks the provider's API")
    .option("--key <variable>", "environment variable that holds the key")
    .option("--concurrency <n>", "max calls in flight", wholeFrom(1), 256)
    .option("--budget <usd>", "stop before this many US dollars are spent", dollars)
    .option("--display <name>", "name of the model for readers, in place of --model")
    .option("--quantization <words>", "how the model is quantised, such as Q4_1")
    .option("--server <words>", "what serves it, such as llama.cpp b4321")
    .option("--license <words>", "the licence of prompts and answers")
    .option("--note <words...>", "what a reader must know")
    .option("--estimate", "say what it would ask and cost, and ask nothing")
    .option("--json", "print the recording's manifest as JSON when done")
    .addHelpText(
      "after",
      "\nThe same command resumes; with more --prompts or --answers it adds to the recording. See docs/recordings.md."
    )
    .action(async (source: string, flags: RecordFlags) => {
      if (flags.estimate) return printEstimate(source, flags);
      const {manifest, stopped} = await record(source, flags);
      if (flags.json) printJson(manifest);
      else print(describe(manifest));
      if (stopped === null) return;
      note(`Stopped${stopped === "stopped" ? "" : `: ${stopped}`}. The same command resumes from there.`);
      process.exitCode = exitCodes.stopped;
    })
);

async function record(source: string, flags: RecordFlags): Promise<Recorded> {
  const progress = new Progress();
  showProgress(progress, {plain: flags.json ?? false});
  return stoppable((signal) => {
    const options = {...toOptions(flags), progress, signal, log: note};
    const study = maybeStudyFile(source);
    return study === undefined ? recordCorpus(source, options) : recordStudy(study, options);
  });
}

const toOptions = ({baseUrl, key, budget, note: notes, prompts, maxChars, ...flags}: RecordFlags): CorpusOptions => ({
  ...flags,
  ...{top_p: flags.topP, max_tokens: flags.maxTokens},
  notes,
  baseUrl: baseUrl ?? null,
  key: key ?? null,
  budgetInUsd: budget ?? null,
  draw: {prompts: prompts ?? null, maxChars: maxChars ?? null}
});

/** Loads a tokenizer. */
async function printEstimate(source: string, flags: RecordFlags): Promise<void> {
  const file = maybeStudyFile(source);
  if (file !== undefined) {
    const {describeEstimate, estimateStudy} = await import("../study/estimate/estimate.js");
    const estimate = await estimateStudy(readStudy(file, {target: flags.model}));
    return flags.json ? printJson(estimate) : print(describeEstimate(estimate));
  }
  const {describeRecordingEstimate, estimateRecording} = await import("../study/record/estimate-recording.js");
  const estimate = await estimateRecording(source, toOptions(flags));
  return flags.json ? printJson(estimate) : print(describeRecordingEstimate(estimate));
}

/** A recording in a few lines. */
function describe(manifest: RecordingManifest): string {
  const {name, prompts, rows, unanswered, short, answers} = manifest;
  const failed = unanswered === 0 ? "" : `, ${unanswered} of them failed calls`;
  return [
    `${name}: ${rows} answers to ${prompts} prompts${failed}`,
    `  ${recordedLabel(manifest)}`,
    ...(short === 0
      ? []
      : [`  ${short} prompts have fewer than ${answers} answers: the same command asks for the rest`]),
    `  play it with target: recorded:${name}`
  ].join("\n");
}
