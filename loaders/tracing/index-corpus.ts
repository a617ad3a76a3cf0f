import {statSync} from "node:fs";
import type {IndexManifest} from "../../src/shared/indexManifest.js";
import {openLab} from "../lab/lab.js";
import {readPairs} from "../corpus/pairs/read-pairs.js";
import {isBudgetReached} from "../model/budget.js";
import {createModel} from "../model/create.js";
import {Dispatcher} from "../model/dispatcher.js";
import type {Model} from "../model/model.js";
import {BatchLog} from "../store/batch-log.js";
import {Journal} from "../store/journal.js";
import {lockIndex} from "../store/lock.js";
import {Recorder} from "../store/recorder.js";
import {isEndpoint, openEmbedder} from "../turf/embed/open-embedder.js";
import {buildIndex, type IndexJob} from "../turf/index/build-index.js";
import {indexFiles} from "../turf/index/files.js";
import {ForeignIndex} from "../turf/index/foreign-index.js";
import {importStages} from "../turf/index/import-index.js";
import {blankIndexManifest, readIndexManifest, writeIndexManifest} from "../turf/index/manifest.js";
import type {CorpusSource, IndexSettings, IndexTools} from "../turf/index/parts.js";
import {publicPath, worldsFolder} from "../util/paths.js";
import {checkNameLength} from "../util/name.js";
import {isFileOrFolder} from "../util/read-text.js";
import {toUserError} from "../util/system-error.js";
import {isUserError, UserError} from "../util/user-error.js";
import {shownPath} from "../util/yaml-file.js";
import {openBudget} from "../store/open-budget.js";
import {createExtractor} from "./create-extractor.js";
import type {IndexEstimate} from "./estimate-index.js";
import {buildLabIndex} from "./lab-index.js";
import {readPrices} from "../model/prices.js";

export interface IndexOptions extends Pick<IndexJob, "signal" | "onProgress" | "onStage"> {
  settings: IndexSettings;
  files?: string[]; // globs, of a folder or a hub data set
  from?: string; // folder of the released code: its index is taken over
  budgetInUsd?: number | null;
  concurrency?: number; // calls in flight a provider
  world?: string; // path of a world file, for the corpus lab
}

/**
 * Makes the index of a corpus (a path, a hub id, or `lab`), or goes on with it. Throws a UserError for wrong input and for
 * a budget that can't be kept: no price is known for a model.
 */
export async function indexCorpus(corpus: string, name: string, options: IndexOptions): Promise<IndexManifest> {
  if (!/^[a-z0-9][a-z0-9_-]*$/i.test(name))
    throw new UserError("an index's name is its address: use letters, digits, - and _", {key: "--name"});
  checkNameLength(name, {key: "--name"});
  if (corpus === "lab") return buildLabIndex(name, await openLab(options.world ?? `${worldsFolder()}/chunky.yaml`), options); // prettier-ignore
  const {foreign, source} = await sourceOf(corpus, options);
  const release = await lockIndex(name);
  try {
    return await indexLocked(name, {foreign, source}, options);
  } finally {
    await release();
  }
}

async function indexLocked(name: string, {foreign, source}: Sources, options: IndexOptions): Promise<IndexManifest> {
  const {settings} = options;
  const files = indexFiles(name);
  const prices = readPrices();
  if (readIndexManifest(name) === undefined) writeIndexManifest({...blankIndexManifest(name), state: "stopped"});
  const journal = Journal.open(files.journal);
  const recorder = new Recorder(journal, {
    dispatcher: new Dispatcher({signal: options.signal, max: options.concurrency ?? 256}),
    priceOf: (model) => prices.find(model.name),
    budget: openBudget(options.budgetInUsd ?? null, journal)
  });
  const checkPrice = (spec: string): void => {
    if (options.budgetInUsd != null && prices.find(spec) === null)
      throw new UserError(`no price is known for ${spec}, so the budget can't be kept: add it to ${prices.file}`, {key: "--budget"}); // prettier-ignore
  };
  const priced = (spec: string): Model => {
    const model = createModel({name: spec, baseUrl: null, key: null});
    if (!model.free) checkPrice(spec);
    return model;
  };
  if (isEndpoint(settings.embed)) checkPrice(settings.embed);
  const batches = new BatchLog(files.batches);
  const tools: IndexTools = {
    extractor: async () =>
      createExtractor(settings.extract, {model: priced, recorder, log: batches, signal: options.signal}),
    embedder: () => openEmbedder({model: settings.embed, dimensions: settings.dimensions}, {recorder}),
    summariser: settings.summaries === "medoid" ? null : priced(settings.summaries),
    checker: settings.check === null ? null : priced(settings.check),
    recorder,
    batches
  };
  const stages = foreign === null ? undefined : importStages(foreign);
  try {
    const made = await buildIndex({...options, name, corpus: source, tools, ...(stages && {stages})});
    return noteSpend(made, journal);
  } catch (error) {
    if (isBudgetReached(error)) noteSpend(readIndexManifest(name)!, journal);
    throw error;
  } finally {
    journal.close();
  }
}

/** What an index would ask and cost; asks no model. Null for the lab's, which costs nothing. Throws as `indexCorpus` does. */
export async function estimateCorpus(
  corpus: string,
  name: string,
  options: IndexOptions
): Promise<IndexEstimate | null> {
  if (corpus === "lab") return null;
  const {foreign, source} = await sourceOf(corpus, options);
  const {estimateIndex} = await import("./estimate-index.js"); // brings a tokenizer
  return estimateIndex(name, source, options.settings, {imported: foreign !== null});
}

interface Sources {
  foreign: ForeignIndex | null; // null: the corpus is read
  source: CorpusSource;
}

/** The corpus; of files of the released code what is wrong with them is said before anything is made. */
async function sourceOf(corpus: string, options: IndexOptions): Promise<Sources> {
  if (options.from === undefined) return {foreign: null, source: corpusOf(corpus, options)};
  const foreign = new ForeignIndex(options.from);
  await foreign.read(() => undefined);
  return {foreign, source: importSource(foreign)};
}

function corpusOf(location: string, {settings: {sampling}, files}: IndexOptions): CorpusSource {
  const {source, sample, perSource, seed} = sampling;
  return {
    location: /^hf:/.test(location) ? location : publicPath(location),
    origin: "own",
    stamp: stampOf(location),
    read: (visit, {signal, onProgress}) =>
      readPairs(
        location,
        {
          ...(source !== null && {source}),
          ...(sample !== null && {sample}),
          ...(perSource !== null && {perSource}),
          ...(files !== undefined && {files}),
          seed,
          signal,
          onProgress: ({rows, bytes, totalBytes}) => onProgress?.(rows, totalBytes ? bytes / totalBytes : null)
        },
        visit
      )
  };
}

const importSource = (foreign: ForeignIndex): CorpusSource => ({
  location: publicPath(foreign.folder),
  origin: "imported",
  stamp: stampOf(foreign.folder),
  read: (visit) => foreign.read(visit)
});

function stampOf(location: string): string {
  if (/^hf:/.test(location)) return location;
  try {
    const {size, mtimeMs} = statSync(location);
    if (!isFileOrFolder(location)) throw new UserError("a device: expected a data file or a folder");
    return `${size} ${mtimeMs}`;
  } catch (cause) {
    const known = isUserError(cause) ? cause : toUserError(cause);
    const isThere = known !== undefined && (cause as {code?: string}).code !== "ENOENT";
    if (isThere) throw new UserError(known.message, {file: shownPath(location)}, {cause});
    throw new UserError("no such corpus: expected a data file, a folder, hf:owner/name, or lab", {file: shownPath(location)}, {cause}); // prettier-ignore
  }
}

function noteSpend(manifest: IndexManifest, journal: Journal): IndexManifest {
  const noted = {...manifest, spend: spendOf(journal)};
  writeIndexManifest(noted);
  return noted;
}

function spendOf(journal: Journal): IndexManifest["spend"] {
  let cost: number | null = 0;
  for (let ordinal = 0; ordinal < journal.size; ordinal++) {
    const {cost: own} = journal.read(ordinal);
    cost = cost === null || own === null ? null : cost + own;
  }
  return {calls: journal.size, cost};
}
