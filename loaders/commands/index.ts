import {createLogUpdate} from "log-update";
import {InvalidArgumentError} from "commander";
import type {IndexManifest, IndexStage} from "../../src/shared/indexManifest.js";
import {estimateCorpus, indexCorpus} from "../tracing/index-corpus.js";
import type {IndexSettings, StageProgress} from "../turf/index/parts.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {duration} from "./display.js";
import {exitCodes, note, print, printJson} from "./output.js";

interface IndexFlags {
  name: string;
  source?: string;
  files?: string[];
  sample?: number;
  perSource?: number;
  seed: number;
  extract: string;
  embed: string;
  dimensions?: number;
  clusters?: number;
  summaries: string;
  check?: string;
  from?: string;
  estimate?: boolean;
  budget?: number;
  json?: boolean;
}

export const indexCommand = defineCommand("index", (command) =>
  command
    .description("prepare a training corpus for tracing (TURF): attributes, embeddings, clusters")
    .argument("[corpus]", "a data file or folder (.jsonl, .json, .parquet, .gz), hf:owner/name, or lab")
    .requiredOption("--name <index>", "name the index gets: letters, digits, - and _")
    .option("--source <column>", "column that names the chunk; else `source`, `dataset`, or the file's name")
    .option("--files <globs...>", "which files of a folder or data set")
    .option("--sample <pairs>", "keep so many pairs in all, drawn at random", whole(1))
    .option("--per-source <pairs>", "keep so many pairs of each chunk, drawn at random", whole(1))
    .option("--seed <number>", "seed of draws and of k-means", whole(0), 42)
    .option("--extract <who>", "who writes the attributes: local (rules, no key), or provider:model", "local")
    .option("--embed <model>", "use-lite (built in), provider:model, http://host/v1:model, or onnx:<path>", "use-lite")
    .option("--dimensions <number>", "keep only so many dimensions of each embedding (Matryoshka models)", whole(1))
    .option(
      "--clusters <K>",
      "clusters of query attributes; else about one for 20 distinct ones, at most 25,000",
      whole(1)
    ) // prettier-ignore
    .option("--summaries <who>", "who summarises the clusters: medoid (no key), or provider:model", "medoid")
    .option("--check <model>", "provider:model that is asked whether summaries hold for members kept back")
    .option("--from <folder>", "take over an index that the released code made, in place of a corpus")
    .option("--estimate", "say what it would ask and cost, and ask nothing; the corpus is read")
    .option("--budget <usd>", "stop before this many US dollars are spent", dollars)
    .option("--json", "print the index's manifest as JSON when done")
    .addHelpText("after", "\nEvery stage is kept: the same command goes on where it was stopped. See docs/turf.md.")
    .action(async (corpus: string | undefined, flags: IndexFlags) => {
      if ((corpus === undefined) === (flags.from === undefined))
        throw new UserError("expected a corpus, or --from a folder of the released code: one of the two");
      if (flags.estimate) return printEstimate(corpus ?? "", flags);
      const manifest = await runIndex(corpus ?? "", flags);
      if (flags.json) printJson(manifest);
      else print(describeIndex(manifest));
      if (manifest.state !== "stopped") return;
      note("Stopped. The same command goes on from there.");
      process.exitCode = exitCodes.stopped;
    })
);

async function runIndex(corpus: string, flags: IndexFlags): Promise<IndexManifest> {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(exitCodes.stopped);
    stop.abort(new Error("stopped"));
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  const show = showStages(flags.name, process.stderr);
  try {
    return await indexCorpus(corpus, flags.name, {
      settings: toSettings(flags),
      files: flags.files,
      from: flags.from,
      budgetInUsd: flags.budget ?? null,
      signal: stop.signal,
      ...show
    });
  } finally {
    show.end();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

async function printEstimate(corpus: string, flags: IndexFlags): Promise<void> {
  const {describeIndexEstimate} = await import("../tracing/estimate-index.js"); // brings a tokenizer
  const options = {settings: toSettings(flags), files: flags.files, from: flags.from};
  const estimate = await estimateCorpus(corpus, flags.name, options);
  if (flags.json) printJson(estimate);
  else print(estimate === null ? "The lab costs nothing." : describeIndexEstimate(estimate));
}

const toSettings = (flags: IndexFlags): IndexSettings => ({
  sampling: {
    source: flags.source ?? null,
    sample: flags.sample ?? null,
    perSource: flags.perSource ?? null,
    seed: flags.seed
  },
  extract: flags.extract,
  embed: flags.embed,
  dimensions: flags.dimensions ?? null,
  clusters: flags.clusters ?? null,
  summaries: flags.summaries,
  check: flags.check ?? null,
  seed: flags.seed
});

const plainEveryInMs = 5000;

/** Shows how far each stage is: one live line on a terminal, else a plain line now and then. */
function showStages(name: string, stream: NodeJS.WriteStream) {
  const live = stream.isTTY ? createLogUpdate(stream) : null;
  const say = (line: string): void => {
    if (live === null) stream.write(`${line}\n`);
    else live(line);
  };
  let begun = performance.now();
  let next = 0;
  return {
    onStage(stage: IndexStage, state: "begun" | "finished" | "kept"): void {
      const seconds = (performance.now() - begun) / 1000;
      if (state === "begun") begun = performance.now();
      const words = {begun: "begun", kept: "kept as it is", finished: `finished in ${duration(seconds)}`}[state];
      say(`${name}: ${stage} ${words}`);
      if (state !== "begun") live?.done();
    },
    onProgress({stage, done, total, what}: StageProgress): void {
      if (performance.now() < next) return;
      next = performance.now() + (live === null ? plainEveryInMs : 200);
      const perSecond = (done * 1000) / Math.max(1, performance.now() - begun);
      const left = total === null || perSecond === 0 ? "" : `, ${duration((total - done) / perSecond)} left`;
      const of = total === null ? "" : ` of ${total.toLocaleString("en-US")}`;
      say(`${name}: ${stage} ${done.toLocaleString("en-US")}${of} ${what}${left}`);
    },
    end: (): void => live?.done()
  };
}

/** What an index holds, in a few lines. */
export function describeIndex(manifest: IndexManifest): string {
  const {name, state, pairs, rows, duplicates, sampledOut, skipped, sources, attributes, clusters, embedding} =
    manifest;
  const count = (value: number): string => value.toLocaleString("en-US");
  const lost = skipped.map(({reason, count: lines, examples: [first]}) => `${lines} ${reason}${first ? ` (first: ${first.file}:${first.line})` : ""}`); // prettier-ignore
  const seconds = manifest.stages.reduce((sum, stage) => sum + (stage.seconds ?? 0), 0);
  const {check, spend} = manifest;
  return [
    `${name}: ${state}${manifest.error === null ? "" : `: ${manifest.error}`}`,
    `  ${count(pairs)} pairs of ${count(rows)} rows in ${sources.length} chunks${duplicates > 0 ? `, ${count(duplicates)} duplicates folded` : ""}${sampledOut > 0 ? `, ${count(sampledOut)} not drawn` : ""}`,
    ...(lost.length > 0 ? [`  skipped: ${lost.join(", ")}`] : []),
    `  ${count(attributes.queries)} distinct query attributes in ${count(clusters)} clusters, ${count(attributes.responses)} distinct response attributes, by ${manifest.extractor}`,
    `  embedded by ${embedding?.model ?? "-"} (${embedding?.dimension ?? 0} dimensions), summaries: ${manifest.summaries}`,
    ...(check === null
      ? []
      : [`  held-out check by ${check.model}: ${check.accepted} of ${check.asked} members accepted`]),
    ...manifest.notes.map((line) => `  note: ${line}`),
    `  ${duration(seconds)} in all; ${spend.calls} calls, ${spend.cost === null ? "of unknown price" : spend.cost === 0 ? "nothing spent" : `$${spend.cost.toFixed(2)} spent`}`
  ].join("\n");
}

function whole(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text.trim()) || value < least)
      throw new InvalidArgumentError(`expected a whole number from ${least} up.`);
    return value;
  };
}

function dollars(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0)) throw new InvalidArgumentError("expected US dollars, more than 0.");
  return value;
}
