import type {IndexManifest} from "../../src/shared/indexManifest.js";
import {estimateCorpus, indexCorpus} from "../tracing/index-corpus.js";
import type {IndexSettings} from "../turf/index/parts.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {describeIndex} from "./describe-index.js";
import {dollars, wholeFrom} from "./flags.js";
import {showStages} from "./index-progress.js";
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
  embedBatch?: number;
  clusters?: number;
  summaries: string;
  check?: string;
  from?: string;
  estimate?: boolean;
  budget?: number;
  json?: boolean;
}

const clustersHelp = "clusters of query attributes; else about one for 20 distinct ones, at most 25,000";

export const indexCommand = defineCommand("index", (command) =>
  command
    .description("prepare a training corpus for tracing (TURF): attributes, embeddings, clusters")
    .argument("[corpus]", "a data file or folder (.jsonl, .json, .parquet, .arrow; .gz, .zst), hf:owner/name, or lab")
    .requiredOption("--name <index>", "name the index gets: letters, digits, - and _")
    .option("--source <column>", "column that names the chunk; else `source`, `dataset`, or the file's name")
    .option("--files <globs...>", "which files of a folder or data set")
    .option("--sample <pairs>", "number of pairs to keep in all, drawn at random", wholeFrom(1))
    .option("--per-source <pairs>", "number of pairs to keep of each chunk, drawn at random", wholeFrom(1))
    .option("--seed <number>", "seed of draws and of k-means", wholeFrom(0), 42)
    .option("--extract <who>", "who writes the attributes: local (rules, no key), or provider:model", "local")
    .option("--embed <model>", "use-lite (built in), provider:model, http://host/v1:model, or onnx:<path>", "use-lite")
    .option("--dimensions <number>", "number of dimensions to keep of each embedding (Matryoshka models)", wholeFrom(1))
    .option("--embed-batch <texts>", "texts in each request to an embedding API, 1 to 256", wholeFrom(1))
    .option("--clusters <K>", clustersHelp, wholeFrom(1))
    .option("--summaries <who>", "who summarises the clusters: medoid (no key), or provider:model", "medoid")
    .option("--check <model>", "provider:model that is asked whether summaries hold for members kept back")
    .option("--from <folder>", "use an index made by the released code instead of a corpus")
    .option("--estimate", "print what it would ask and cost, and ask nothing; the corpus is read")
    .option("--budget <usd>", "stop before this many US dollars are spent", dollars)
    .option("--json", "print the index's manifest as JSON when done")
    .addHelpText("after", "\nEvery stage is kept: the same command resumes where it was stopped. See docs/turf.md.")
    .action(async (corpus: string | undefined, flags: IndexFlags) => {
      if ((corpus === undefined) === (flags.from === undefined))
        throw new UserError("expected either a corpus or --from with a folder of the released code");
      if (flags.estimate) return printEstimate(corpus ?? "", flags);
      const manifest = await runIndex(corpus ?? "", flags);
      if (flags.json) printJson(manifest);
      else print(describeIndex(manifest));
      if (manifest.state !== "stopped") return;
      note("Stopped. The same command resumes from there.");
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
  const show = showStages(flags.name, process.stderr, {plain: flags.json});
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
  ...(flags.embedBatch !== undefined && {embedBatch: flags.embedBatch}),
  clusters: flags.clusters ?? null,
  summaries: flags.summaries,
  check: flags.check ?? null,
  seed: flags.seed
});
