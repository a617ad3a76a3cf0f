import type {IndexManifest} from "../../src/shared/indexManifest.js";
import {openLab} from "../lab/lab.js";
import type {Activity} from "../model/activity.js";
import {isBudgetReached} from "../model/budget.js";
import {readPlan} from "../engine/plan-file.js";
import {mergeUnits} from "../engine/merge-units.js";
import {workOfIndex} from "../engine/unit.js";
import {BatchLog} from "../store/batch-log.js";
import {InFlight} from "../store/in-flight.js";
import {Journal} from "../store/journal.js";
import {lockIndex} from "../store/lock.js";
import {SpendMeter} from "../store/spend.js";
import {buildIndex, type IndexJob} from "../turf/index/build-index.js";
import {indexFiles} from "../turf/index/files.js";
import {ForeignIndex} from "../turf/index/foreign-index.js";
import {importStages} from "../turf/index/import-index.js";
import {blankIndexManifest, readIndexManifest, writeIndexManifest} from "../turf/index/manifest.js";
import type {CorpusSource, IndexSettings} from "../turf/index/parts.js";
import {worldFile} from "../util/paths.js";
import {checkNameLength} from "../util/name.js";
import {UserError} from "../util/user-error.js";
import {corpusOf, importSource} from "./corpus-source.js";
import {createTools} from "./index-tools.js";
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
  checkIndexName(name);
  if (corpus === "lab") return buildLabIndex(name, await openLab(options.world ?? defaultWorld()), options);
  const {foreign, source} = await sourceOf(corpus, options);
  await takeOverUnits(name);
  const release = await lockIndex(name);
  try {
    return await indexLocked(name, {foreign, source}, options);
  } finally {
    await release();
  }
}

/** What units of the index asked elsewhere is in its journal before it is made here. */
async function takeOverUnits(name: string): Promise<void> {
  const plan = readPlan(workOfIndex(name));
  if (plan !== undefined) await mergeUnits(plan);
}

async function indexLocked(name: string, {foreign, source}: Sources, options: IndexOptions): Promise<IndexManifest> {
  if (readIndexManifest(name) === undefined) writeIndexManifest({...blankIndexManifest(name), state: "stopped"});
  const journal = Journal.open(indexFiles(name).journal);
  let inFlight: InFlight | undefined;
  try {
    inFlight = await InFlight.open(indexFiles(name).inFlight, journal);
    const {settings, budgetInUsd = null, concurrency, signal, log, onActivity} = options;
    const batches = new BatchLog(indexFiles(name).batches);
    const ask = {budgetInUsd, ...(concurrency !== undefined && {max: concurrency}), signal, log, onActivity};
    const tools = createTools(settings, {journal, inFlight, batches}, ask);
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

/** Throws a UserError for a name that no index can have. */
export function checkIndexName(name: string, file?: string): void {
  const place = file === undefined ? {key: "--name"} : {file};
  if (!/^[a-z0-9][a-z0-9_-]*$/i.test(name))
    throw new UserError("an index's name is its address: use letters, digits, - and _", place);
  checkNameLength(name, place);
}

const defaultWorld = (): string => worldFile("chunky");

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
  if (options.from === undefined)
    return {foreign: null, source: corpusOf(corpus, {sampling: options.settings.sampling, files: options.files})};
  const foreign = new ForeignIndex(options.from);
  await foreign.read(() => undefined);
  return {foreign, source: importSource(foreign)};
}

/** Writes what all calls of an index took into its manifest. */
export function noteSpend(manifest: IndexManifest, journal: Journal): IndexManifest {
  const {calls, cost} = SpendMeter.of(journal).spend;
  const noted = {...manifest, spend: {calls, cost}};
  writeIndexManifest(noted);
  return noted;
}
