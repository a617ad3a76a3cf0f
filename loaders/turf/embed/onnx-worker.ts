import type {FeatureExtractionPipeline} from "@huggingface/transformers";
import {serveCalls} from "../../util/thread.js";
import {UserError} from "../../util/user-error.js";
import {probeText} from "./embedder.js";
import {readPooling, type Pooling} from "./pooling.js";

export interface OnnxModel {
  name: string;
  folder: string | null; // that holds the model's; null: from the Hub
  cache: string | null; // of downloads
  type: "fp32" | "fp16" | "q8" | "q4";
  pooling: Pooling | null; // null: as the Hub says
}

let extractor: FeatureExtractionPipeline;
let pooling: Pooling;

serveCalls({
  async open(model: OnnxModel) {
    extractor = await load(model);
    pooling = model.pooling ?? (await poolingOnHub(model.name));
    return (await embed([probeText])).length;
  },
  embed
});

async function embed(texts: string[]): Promise<Float32Array> {
  const {data} = await extractor(texts, {pooling, normalize: true});
  return Float32Array.from(data as Float32Array);
}

async function load({name, folder, cache, type}: OnnxModel): Promise<FeatureExtractionPipeline> {
  const {env, LogLevel, pipeline} = await import("@huggingface/transformers");
  env.logLevel = LogLevel.ERROR;
  env.allowRemoteModels = folder === null;
  env.allowLocalModels = folder !== null;
  if (folder !== null) env.localModelPath = folder;
  if (cache !== null) env.cacheDir = cache;
  try {
    return await pipeline("feature-extraction", name, {dtype: type, device: "cpu"});
  } catch (error) {
    throw new UserError(`can't load onnx:${name}: ${(error as Error).message}`);
  }
}

async function poolingOnHub(name: string): Promise<Pooling> {
  const {env} = await import("@huggingface/transformers");
  const response = await fetch(`${env.remoteHost}${name}/resolve/main/1_Pooling/config.json`).catch(() => null);
  return response?.ok ? readPooling(await response.text()) : "mean";
}
