import {existsSync, readdirSync, readFileSync} from "node:fs";
import {basename, dirname, join, resolve} from "node:path";
import {dataFolder} from "../../util/paths.js";
import {UserError} from "../../util/user-error.js";
import type {TextEmbedder} from "./embedder.js";
import type {EmbedderKind} from "./embedder-kind.js";
import type {OnnxModel} from "./onnx-worker.js";
import {poolings, readPooling} from "./pooling.js";
import {openInThreads} from "./threads.js";

const types = ["fp32", "fp16", "q8", "q4"] as const;
type NumberType = (typeof types)[number];

const fileOf: Record<NumberType, string> = {
  fp32: "model.onnx",
  fp16: "model_fp16.onnx",
  q8: "model_quantized.onnx",
  q4: "model_q4.onnx"
};

const prefix = "onnx:";

/**
 * Local ONNX models: a folder in the layout of the Hub (config.json, tokenizer.json, onnx/model.onnx), which is read
 * without a network, or a Hub id, which is downloaded once. `#q8` after either takes the quantised weights.
 */
export const onnx: EmbedderKind = {
  owns: (model) => model.startsWith(prefix),
  open: ({model}, {cache}) => openOnnx(model.slice(prefix.length), cache)
};

async function openOnnx(source: string, cache: string | undefined): Promise<TextEmbedder> {
  const [place = "", written] = source.split("#");
  if (written !== undefined && !isType(written))
    throw new UserError(`unknown number type of onnx:${source}: ${written}; expected one of ${types.join(", ")}`);
  const model = existsSync(place) ? fromFolder(place, written) : fromHub(place, written, cache);
  const worker = new URL("./onnx-worker.ts", import.meta.url);
  return openInThreads({name: `onnx:${source}`, worker, open: model, threads: 1}); // one model uses every core
}

const isType = (text: string): text is NumberType => types.some((type) => type === text);

function fromFolder(place: string, written: NumberType | undefined): OnnxModel {
  const folder = resolve(place);
  for (const name of ["config.json", "tokenizer.json"])
    if (!existsSync(join(folder, name)))
      throw new UserError(`no ${name} in the model's folder: expected the layout of the Hub`, {file: place});
  const weights = existsSync(join(folder, "onnx")) ? readdirSync(join(folder, "onnx")) : [];
  const type = written ?? types.find((one) => weights.includes(fileOf[one]));
  if (type === undefined || !weights.includes(fileOf[type]))
    throw new UserError(`no onnx/${fileOf[type ?? "fp32"]} in the model's folder`, {file: place});
  const poolingFile = join(folder, "1_Pooling", "config.json");
  const pooling = existsSync(poolingFile) ? readPooling(readFileSync(poolingFile, "utf8")) : poolings[0];
  return {name: basename(folder), folder: dirname(folder), cache: null, type, pooling};
}

function fromHub(place: string, written: NumberType | undefined, cache: string | undefined): OnnxModel {
  if (!/^[\w.-]+\/[\w.-]+$/.test(place))
    throw new UserError(`no such model folder: ${place}; expected a folder, or owner/name on the Hub`);
  return {
    name: place,
    folder: null,
    cache: cache ?? join(dataFolder(), "cache", "models"),
    type: written ?? "fp32",
    pooling: null
  };
}
