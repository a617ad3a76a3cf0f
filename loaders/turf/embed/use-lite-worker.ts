import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {Tokenizer} from "@energetic-ai/embeddings/dist/tokenizer.js";
import {EmbeddingsModel} from "@energetic-ai/embeddings";
import {InferenceSession, Tensor} from "onnxruntime-node";
import {serveCalls} from "../../util/thread.js";
import {normaliseRows} from "../vectors/cosine.js";
import {useLite, useLiteGraph} from "./use-lite-graph.js";
import {readUseLiteWeights, useLiteFolder} from "./use-lite-weights.js";

const maxCharacters = 2000; // an attribute is a sentence; the model reads 128 tokens
const timingWeight =
  "module_apply_default/Encoder_en/KonaTransformer/Encode/TransformerStack/Layer_0/" +
  "AddTimingSignal/TimingSignal/ExpandDims_1";

let session: InferenceSession;
let tokenizer: Tokenizer;
let timing: Float32Array; // mostTokens x width

serveCalls({
  async open() {
    const folder = useLiteFolder();
    const weights = readUseLiteWeights(folder);
    session = await InferenceSession.create(useLiteGraph(weights), {intraOpNumThreads: 1, logSeverityLevel: 3});
    timing = timingOf(weights.get(timingWeight)!.values);
    const vocabulary = JSON.parse(readFileSync(join(folder, "vocab.json"), "utf8")) as ConstructorParameters<
      typeof Tokenizer
    >[0];
    tokenizer = new EmbeddingsModel({vocabulary, model: null as never}).tokenizer;
    return useLite.dimension;
  },
  embed
});

/** Texts of as many tokens go together, so that none is padded. */
async function embed(texts: string[]): Promise<Float32Array> {
  const tokens = texts.map((text) => tokenizer.encode(text.slice(0, maxCharacters)).slice(0, useLite.mostTokens));
  const byLength = new Map<number, number[]>();
  tokens.forEach(({length}, i) => byLength.set(length, [...(byLength.get(length) ?? []), i]));
  const rows = new Float32Array(texts.length * useLite.dimension);
  for (const [length, members] of byLength) {
    if (length === 0) continue;
    const found = await encode(
      members.map((i) => tokens[i]!),
      length
    );
    members.forEach((i, j) =>
      rows.set(found.subarray(j * useLite.dimension, (j + 1) * useLite.dimension), i * useLite.dimension)
    );
  }
  return rows;
}

async function encode(tokens: number[][], length: number): Promise<Float32Array> {
  const count = tokens.length;
  const {vector} = await session.run({
    ids: new Tensor("int64", BigInt64Array.from(tokens.flat(), BigInt), [count, length]),
    timing: new Tensor("float32", timing.slice(0, length * useLite.width), [length, useLite.width])
  });
  return normaliseRows(vector!.data as Float32Array, useLite.dimension);
}

/** Sines and cosines of each place in the text. */
function timingOf(scales: Float32Array): Float32Array {
  const values = new Float32Array(useLite.mostTokens * useLite.width);
  for (let place = 0; place < useLite.mostTokens; place++)
    scales.forEach((scale, i) => {
      values[place * useLite.width + i] = Math.sin(place * scale);
      values[place * useLite.width + scales.length + i] = Math.cos(place * scale);
    });
  return values;
}
