import type {Command} from "commander";
import type {IndexManifest} from "../../src/shared/indexManifest.js";
import {workOfIndex} from "../engine/unit.js";
import {estimateCorpus, indexCorpus} from "../tracing/index-corpus.js";
import type {IndexRequest} from "../tracing/units/index-plan.js";
import type {IndexSettings} from "../turf/index/parts.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {describeIndex} from "./describe-index.js";
import {dollars, wholeFrom} from "./flags.js";
import {showStages} from "./index-progress.js";
import {divisible, namedIndex, nameOfIndex, type NamedIndex} from "./index-spec.js";
import {indexInUnits, indexOn} from "./index-units.js";
import {exitCodes, note, print, printJson} from "./output.js";
import {stoppable} from "./stoppable.js";

interface IndexFlags {
  name?: string;
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
  shards?: number;
  on?: string;
  dryRun?: boolean;
  estimate?: boolean;
  budget?: number;
  json?: boolean;
}

const clustersHelp = "clusters of query attributes; else about one for 20 distinct ones, at most 25,000";

export const indexCommand = defineCommand("index", (command) =>
  command
    .description("prepare a training corpus for tracing (TURF): attributes, embeddings, clusters")
    .argument(
      "[corpus]",
      "a data file or folder (.jsonl, .json, .parquet, .arrow; .gz, .zst), hf:owner/name, lab, or an index file (.yaml)"
    )
    .option("--name <index>", "name the index gets: letters, digits, - and _ (an index file's is that of the file)")
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
    .option("--shards <n>", "divide it into units of that many shards (docs/cluster.md)", wholeFrom(1))
    .option("--on <engine>", "run the units on a cluster: slurm, or a file of data/engines")
    .option("--dry-run", "with --on: print the jobs, and submit none")
    .option("--estimate", "print what it would ask and cost, and ask nothing; the corpus is read")
    .option("--budget <usd>", "stop before this many US dollars are spent", dollars)
    .option("--json", "print the index's manifest as JSON when done")
    .addHelpText("after", "\nEvery stage is kept: the same command resumes where it was stopped. See docs/turf.md.")
    .action(async (corpus: string | undefined, flags: IndexFlags, own: Command) => {
      if ((corpus === undefined) === (flags.from === undefined))
        throw new UserError("expected either a corpus or --from with a folder of the released code");
      const named = corpus === undefined ? undefined : namedIndex(corpus, /\.ya?ml$/i.test(corpus));
      if (named !== undefined) checkFlagsOfFile((flag) => own.getOptionValueSource(flag) === "cli");
      const chosen = named ?? chosenBy(corpus ?? "", flags);
      const {index} = chosen;
      if (flags.estimate) return printEstimate(index, flags);
      const units = {shards: flags.shards ?? chosen.shards, budgetInUsd: flags.budget ?? chosen.budgetInUsd};
      if (flags.on !== undefined)
        return indexOn(divisible(index, flags.from), units, {...flags, on: flags.on, resume: resumeOf(index, corpus)});
      if (flags.dryRun)
        throw new UserError("nothing is submitted without --on: expected --on slurm", {key: "--dry-run"});
      const manifest =
        units.shards === null
          ? await runIndex(index, {...flags, budget: units.budgetInUsd ?? undefined})
          : await indexInUnits(divisible(index, flags.from), units, flags.json);
      if (flags.json) printJson(manifest);
      else print(describeIndex(manifest));
      if (manifest.state !== "stopped") return;
      note("Stopped. The same command resumes from there.");
      process.exitCode = exitCodes.stopped;
    })
);

/** The index that flags describe. */
function chosenBy(corpus: string, flags: IndexFlags): NamedIndex {
  if (flags.name === undefined) throw new UserError("expected the name of the index", {key: "--name"});
  const index = {name: flags.name, corpus, files: flags.files ?? null, settings: toSettings(flags)};
  return {index, shards: null, budgetInUsd: null};
}

/** Flags that an index file, or a plan, decides. */
const decided = [
  ...["name", "source", "files", "sample", "perSource", "seed", "extract", "embed", "dimensions", "embedBatch"],
  ...["clusters", "summaries", "check", "from"]
];

function checkFlagsOfFile(isGiven: (flag: string) => boolean): void {
  const flag = decided.find(isGiven);
  if (flag === undefined) return;
  const key = `--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UserError("the file of the index says this: change it there", {key});
}

/** How the command is given again, as far as it names the index. */
const resumeOf = ({name}: IndexRequest, corpus: string | undefined): string =>
  corpus !== undefined && nameOfIndex(corpus) === undefined ? workOfIndex(name) : (corpus ?? workOfIndex(name));

async function runIndex({name, corpus, files, settings}: IndexRequest, flags: IndexFlags): Promise<IndexManifest> {
  const show = showStages(name, process.stderr, {plain: flags.json});
  try {
    return await stoppable((signal) =>
      indexCorpus(corpus, name, {
        settings,
        ...(files !== null && {files}),
        from: flags.from,
        budgetInUsd: flags.budget ?? null,
        signal,
        ...show
      })
    );
  } finally {
    show.end();
  }
}

async function printEstimate({name, corpus, files, settings}: IndexRequest, flags: IndexFlags): Promise<void> {
  const {describeIndexEstimate} = await import("../tracing/estimate-index.js"); // brings a tokenizer
  const estimate = await estimateCorpus(corpus, name, {settings, ...(files !== null && {files}), from: flags.from});
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
