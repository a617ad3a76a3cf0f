import {statSync} from "node:fs";
import type {IndexManifest} from "../../src/shared/indexManifest.js";
import {openLab} from "../lab/lab.js";
import {walkFolder} from "../corpus/pairs/corpus-walk.js";
import {readPairs} from "../corpus/pairs/read-pairs.js";
import type {Activity} from "../model/activity.js";
import {isBudgetReached} from "../model/budget.js";
import {createModel} from "../model/create.js";
import {Dispatcher} from "../model/dispatcher.js";
import type {Model} from "../model/model.js";
import {readPrices, type Prices} from "../model/prices.js";
import {BatchLog} from "../store/batch-log.js";
import {InFlight} from "../store/in-flight.js";
import {Journal} from "../store/journal.js";
import {lockIndex} from "../store/lock.js";
import {hashOf} from "../store/recorded-call.js";
import {Recorder} from "../store/recorder.js";
import {isEndpoint, openEmbedder} from "../turf/embed/open-embedder.js";
import {buildIndex, type IndexJob} from "../turf/index/build-index.js";
import {indexFiles} from "../turf/index/files.js";
import {ForeignIndex} from "../turf/index/foreign-index.js";
import {importStages} from "../turf/index/import-index.js";
import {blankIndexManifest, readIndexManifest, writeIndexManifest} from "../turf/index/manifest.js";
import type {CorpusSource, IndexSettings, IndexTools} from "../turf/index/parts.js";
import {publicPath, worldFile} from "../util/paths.js";
import {checkNameLength} from "../util/name.js";
import {isFileOrFolder} from "../util/read-text.js";
import {toUserError} from "../util/system-error.js";
import {isUserError, UserError} from "../util/user-error.js";
import {shownPath} from "../util/yaml-file.js";
import {openBudget} from "../store/open-budget.js";
import {SpendMeter} from "../store/spend.js";
import {createIndexExtractor} from "./create-extractor.js";
import type {IndexEstimate} from "./estimate-index.js";
import {buildLabIndex} from "./lab-index.js";

/** How an index is made. */
export interface IndexOptions extends Pick<IndexJob, "signal" | "onProgress" | "onStage"> {
  settings: IndexSettings;
  files?: string[]; // globs of the files to read in a folder or a Hub data set
  from?: string; // a folder of the released code, whose index is imported
  budgetInUsd?: number | null;
  concurrency?: number; // max calls in flight per provider; defaults to 256
  world?: string; // path of a world file, for the corpus `lab`; defaults to chunky
  log?: (line: string) => void; // what a model refuses, answers of batches that are missing
  onActivity?: (activity: () => Activity) => void; // how to ask what its calls do now
}

/**
 * Makes the index of a corpus (a path, a Hub id, or `lab`), or resumes it. Throws a UserError for invalid input, and if
 * there is a budget and the price of a model is unknown.
 */
export async function indexCorpus(corpus: string, name: string, options: IndexOptions): Promise<IndexManifest> {
  checkName(name);
  if (corpus === "lab") return buildLabIndex(name, await openLab(options.world ?? defaultWorld()), options);
  const {foreign, source} = await sourceOf(corpus, options);
  const release = await lockIndex(name);
  try {
    return await indexLocked(name, {foreign, source}, options);
  } finally {
    await release();
  }
}

async function indexLocked(name: string, {foreign, source}: Sources, options: IndexOptions): Promise<IndexManifest> {
  if (readIndexManifest(name) === undefined) writeIndexManifest({...blankIndexManifest(name), state: "stopped"});
  const journal = Journal.open(indexFiles(name).journal);
  let inFlight: InFlight | undefined;
  try {
    inFlight = await InFlight.open(indexFiles(name).inFlight, journal);
    const tools = createTools(name, {journal, inFlight}, options);
    const stages = foreign === null ? {} : {stages: importStages(foreign)};
    const manifest = await buildIndex({...options, name, corpus: source, tools, ...stages});
    return noteSpend(manifest, journal);
  } catch (error) {
    if (isBudgetReached(error)) noteSpend(readIndexManifest(name)!, journal);
    throw error;
  } finally {
    await inFlight?.close();
    journal.close();
  }
}

function checkName(name: string): void {
  if (!/^[a-z0-9][a-z0-9_-]*$/i.test(name))
    throw new UserError("an index's name is its address: use letters, digits, - and _", {key: "--name"});
  checkNameLength(name, {key: "--name"});
}

const defaultWorld = (): string => worldFile("chunky");

interface Records {
  journal: Journal;
  inFlight: InFlight;
}

/** The models of the stages. Throws a UserError if there is a budget and the price of one is unknown. */
function createTools(
  name: string,
  {journal, inFlight}: Records,
  {settings, signal, log, ...options}: IndexOptions
): IndexTools {
  const {budgetInUsd = null, concurrency: max = 256} = options;
  const prices = readPrices();
  const batches = new BatchLog(indexFiles(name).batches);
  const recorder = new Recorder(journal, {
    dispatcher: new Dispatcher({signal, max, log}),
    priceOf: (model) => prices.find(model.name),
    budget: openBudget(budgetInUsd, journal, {batches}),
    inFlight
  });
  options.onActivity?.(recorder.activity);
  const checkPrice = (model: string): void => {
    if (budgetInUsd !== null) requirePrice(model, prices);
  };
  const createPaid = (spec: string): Model => {
    const model = createModel({name: spec, baseUrl: null, key: null});
    if (!model.free) checkPrice(spec);
    return model;
  };
  if (isEndpoint(settings.embed)) checkPrice(settings.embed);
  return {
    extractor: async () => createIndexExtractor(settings.extract, {model: createPaid, recorder, log: batches, signal}),
    embedder: () =>
      openEmbedder({model: settings.embed, dimensions: settings.dimensions, batch: settings.embedBatch}, {recorder}),
    summariser: settings.summaries === "medoid" ? null : createPaid(settings.summaries),
    checker: settings.check === null ? null : createPaid(settings.check),
    recorder,
    batches
  };
}

function requirePrice(model: string, prices: Prices): void {
  if (prices.find(model) !== null) return;
  const message = `no price is known for ${model}, so the budget can't be enforced: add it to ${prices.file}`;
  throw new UserError(message, {key: "--budget"});
}

/**
 * Estimates what an index would ask and cost, without asking a model. Null for the lab's index, which costs nothing.
 * Throws a UserError for invalid input.
 */
export async function estimateCorpus(
  corpus: string,
  name: string,
  options: IndexOptions
): Promise<IndexEstimate | null> {
  if (corpus === "lab") return null;
  const {foreign, source} = await sourceOf(corpus, options);
  const {estimateIndex} = await import("./estimate-index.js"); // loads a tokenizer
  return estimateIndex(name, source, options.settings, {imported: foreign !== null});
}

interface Sources {
  foreign: ForeignIndex | null; // null: the corpus is read
  source: CorpusSource;
}

/** The corpus. Files of the released code are read once, so that their errors come before a call. */
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
    stamp: [stampOfCorpus(location), ...(files ?? [])].join(" "),
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
  stamp: stampOfCorpus(foreign.folder),
  read: (visit) => foreign.read(visit)
});

/** A text that differs between two states of a file, or of a folder with all below it. Throws a UserError if there is none. */
function stampOfCorpus(location: string): string {
  if (/^hf:/.test(location)) return location;
  try {
    const stats = statSync(location);
    if (!isFileOrFolder(location)) throw new UserError("a device: expected a data file or a folder");
    return stats.isDirectory() ? stampOfFolder(location) : `${stats.size} ${stats.mtimeMs}`;
  } catch (cause) {
    const known = isUserError(cause) ? cause : toUserError(cause);
    const isThere = known !== undefined && (cause as {code?: string}).code !== "ENOENT";
    const missing = "no such corpus: expected a data file, a folder, hf:owner/name, or lab";
    throw new UserError(isThere ? known.message : missing, {file: shownPath(location)}, {cause});
  }
}

/** Names, sizes and times of its files: the time of a folder itself does not change with what is in a file. */
const stampOfFolder = (folder: string): string =>
  hashOf(walkFolder(folder).map(({name, size, modified, problem}) => [name, size, modified, problem]));

function noteSpend(manifest: IndexManifest, journal: Journal): IndexManifest {
  const {calls, cost} = SpendMeter.of(journal).spend;
  const noted = {...manifest, spend: {calls, cost}};
  writeIndexManifest(noted);
  return noted;
}
