import {openLab, type Lab} from "../lab/lab.js";
import {createModel} from "../model/create.js";
import type {Model} from "../model/model.js";
import {BatchLog} from "../store/batch-log.js";
import type {Recorder} from "../store/recorder.js";
import {openEmbedder} from "../turf/embed/open-embedder.js";
import {checkEmbedder} from "../turf/embed/record.js";
import {indexFiles} from "../turf/index/files.js";
import {openIndex, type TurfIndex} from "../turf/index/turf-index.js";
import {createLocalExtractor} from "../turf/rules/local-extractor.js";
import {localExtractorName} from "../turf/rules/version.js";
import {createModelExtractor} from "../turf/model-extractor.js";
import type {TraceTools} from "../turf/trace/trace-pair.js";
import {UserError} from "../util/user-error.js";
import {isLocalExtractor} from "./create-extractor.js";
import {buildLabIndex, createLabExtractor, createLabTextEmbedder, labIndexName} from "./lab-index.js";

/** An index with everything that tracing through it needs. */
export interface OpenTracing {
  index: TurfIndex;
  tools: TraceTools;
  close(): Promise<void>;
}

export interface TracingOptions {
  index: string; // name; lab: that of the lab's world, made first where it is missing
  world: string; // path of the lab's world file
  judge: Model | null; // the second judge of the crux; null, or the lab's on another index: the local chooser
  recorder: Recorder | null;
  onCall?: (ordinal: number) => void;
  signal?: AbortSignal;
  log?: (line: string) => void;
}

/** Opens an index for tracing. Throws a UserError when there is none, or its embedding model is not to be had. */
export async function openTracing(options: TracingOptions): Promise<OpenTracing> {
  const {signal, log} = options;
  const lab = options.index === "lab" ? await openLab(options.world) : null;
  if (lab !== null) {
    log?.(`index ${labIndexName(lab)}: made from the lab's pairs where it is not whole`);
    await buildLabIndex(labIndexName(lab), lab, {signal});
  }
  const index = await openIndex(lab === null ? options.index : labIndexName(lab));
  try {
    const tools = await openTools(index, lab ?? (index.manifest.origin === "lab" ? await openLab(options.world) : null), options); // prettier-ignore
    return {index, tools, close: async () => void (await Promise.all([index.close(), tools.embedder.close()]))};
  } catch (error) {
    await index.close();
    throw error;
  }
}

async function openTools(index: TurfIndex, lab: Lab | null, options: TracingOptions): Promise<TraceTools> {
  const {judge, recorder, onCall, signal} = options;
  const {settings, extractor} = index.manifest;
  if (isLocalExtractor(extractor) && extractor !== localExtractorName)
    throw new UserError(`the index ${index.name} has its attributes from ${extractor}, this is ${localExtractorName}: index its corpus again`); // prettier-ignore
  const embed = {
    model: String(settings.embed),
    dimensions: settings.dimensions as number | null,
    batch: (settings.embedBatch as number | undefined) ?? null
  };
  const embedder = lab === null ? await openEmbedder(embed, {recorder: recorder ?? undefined, onCall}) : createLabTextEmbedder(lab); // prettier-ignore
  await checkEmbedder(index.embedder, embedder);
  const common = {embedder, recorder, onCall};
  if (lab !== null) {
    const informed = judge === null || judge.provider === "lab" ? lab.model("crux") : judge;
    return {...common, extractor: createLabExtractor(lab), judge: informed};
  }
  const informed = judge === null || judge.provider === "lab" ? null : judge; // the lab knows no such corpus
  if (isLocalExtractor(extractor)) return {...common, extractor: createLocalExtractor(), judge: informed};
  if (recorder === null) throw new UserError(`the index ${index.name} has its attributes from ${extractor}: there is nothing to ask it with`); // prettier-ignore
  const model = createModel({name: String(settings.extract), baseUrl: null, key: null});
  const log = new BatchLog(indexFiles(index.name).batches);
  return {...common, extractor: createModelExtractor({recorder, model, log, signal, onCall}), judge: informed};
}
