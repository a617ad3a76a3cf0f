import {openLab, type Lab} from "../lab/lab.js";
import {createModel} from "../model/create.js";
import type {Model} from "../model/model.js";
import {BatchLog} from "../store/batch-log.js";
import {keepIn, keepNothing} from "../store/kept-results.js";
import type {Recorder} from "../store/recorder.js";
import type {TextEmbedder} from "../turf/embed/embedder.js";
import {openEmbedder} from "../turf/embed/open-embedder.js";
import {checkEmbedder} from "../turf/embed/record.js";
import type {Extractor} from "../turf/extractor.js";
import {indexFiles} from "../turf/index/files.js";
import {readIndexHead, type IndexHead} from "../turf/index/index-head.js";
import {openIndex, type TurfIndex} from "../turf/index/turf-index.js";
import {createLocalExtractor} from "../turf/rules/local-extractor.js";
import {localExtractorName} from "../turf/rules/version.js";
import {createModelExtractor} from "../turf/model-extractor.js";
import type {TraceTools} from "../turf/trace/trace-tools.js";
import {UserError} from "../util/user-error.js";
import {isLocalExtractor} from "./create-extractor.js";
import {buildLabIndex, createLabExtractor, createLabTextEmbedder, labIndexName} from "./lab-index.js";

/** An index with everything that tracing in it needs. */
export interface OpenTracing {
  index: TurfIndex;
  tools: TraceTools;
  close(): Promise<void>;
}

/** How an index is opened for tracing. */
export interface TracingOptions {
  index: string; // name; `lab`: that of the lab's world, which is made if it is missing
  world: string; // path of the lab's world file
  judge: Model | null; // chooses the crux; null, or a model of the lab with another index: local rules do
  recorder: Recorder | null;
  onCall?: (ordinal: number) => void;
  signal?: AbortSignal;
  log?: (line: string) => void;
  results?: string; // folder of what units computed for each other; defaults to none
}

/** Opens an index for tracing. Throws a UserError if it is missing, or if one of its models is not available. */
export async function openTracing(options: TracingOptions): Promise<OpenTracing> {
  const {signal, log} = options;
  const lab = options.index === "lab" ? await openLab(options.world) : null;
  if (lab !== null) {
    log?.(`index ${labIndexName(lab)}: made from the lab's pairs, unless it is complete`);
    await buildLabIndex(labIndexName(lab), lab, {signal});
  }
  const index = await openIndex(lab === null ? options.index : labIndexName(lab), {found: options.results});
  try {
    const tools = await openTools(index, lab ?? (await labOf(index, options)), options);
    return {index, tools, close: async () => void (await Promise.all([index.close(), tools.embedder.close()]))};
  } catch (error) {
    await index.close();
    throw error;
  }
}

/** What writes and embeds what traces search an index for; the index itself stays closed. */
export interface Querying {
  head: IndexHead;
  tools: TraceTools;
  close(): Promise<void>;
}

/** Opens the models of an index. Throws a UserError as `openTracing` does. */
export async function openQuerying(options: TracingOptions): Promise<Querying> {
  const head = readIndexHead(options.index);
  const tools = await openTools(head, await labOf(head, options), options);
  return {head, tools, close: async () => void (await tools.embedder.close())};
}

const labOf = async ({manifest}: IndexHead, {world}: TracingOptions): Promise<Lab | null> =>
  manifest.origin === "lab" ? openLab(world) : null;

async function openTools(index: IndexHead, lab: Lab | null, options: TracingOptions): Promise<TraceTools> {
  checkRules(index);
  const {judge, recorder, onCall, results} = options;
  const keep = results === undefined ? keepNothing : keepIn(results);
  const embedder = lab === null ? await openIndexEmbedder(index, options) : createLabTextEmbedder(lab);
  await checkEmbedder(index.embedder, embedder);
  const isOwnJudge = judge !== null && judge.provider !== "lab";
  if (lab !== null) {
    const extractor = createLabExtractor(lab);
    return {embedder, recorder, onCall, keep, extractor, judge: isOwnJudge ? judge : lab.model("crux")};
  }
  const extractor = openExtractor(index, options);
  return {embedder, recorder, onCall, keep, extractor, judge: isOwnJudge ? judge : null}; // the lab can't judge other corpora
}

function checkRules({name, manifest: {extractor}}: IndexHead): void {
  if (!isLocalExtractor(extractor) || extractor === localExtractorName) return;
  const problem = `the attributes of the index ${name} are from ${extractor}, but this is ${localExtractorName}`;
  throw new UserError(`${problem}: index its corpus again`);
}

function openIndexEmbedder({manifest}: IndexHead, {recorder, onCall}: TracingOptions): Promise<TextEmbedder> {
  const {embed, dimensions, embedBatch} = manifest.settings;
  const batch = (embedBatch as number | undefined) ?? null;
  const model = {model: String(embed), dimensions: dimensions as number | null, batch};
  return openEmbedder(model, {recorder: recorder ?? undefined, onCall});
}

/** The extractor of an index. Throws a UserError if it is a model and there is no recorder to ask it through. */
function openExtractor({name, manifest}: IndexHead, {recorder, onCall, signal}: TracingOptions): Extractor {
  const {extractor, settings} = manifest;
  if (isLocalExtractor(extractor)) return createLocalExtractor();
  if (recorder === null)
    throw new UserError(`the attributes of the index ${name} are from ${extractor}, which can't be asked here`);
  const model = createModel({name: String(settings.extract), baseUrl: null, key: null});
  const log = new BatchLog(indexFiles(name).batches);
  return createModelExtractor({recorder, model, log, signal, onCall});
}
