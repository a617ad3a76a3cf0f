import {setMaxListeners} from "node:events";
import {createEmbedder} from "../../model/create.js";
import {Dispatcher} from "../../model/dispatcher.js";
import {checkVectors} from "./check-vectors.js";
import {probeText, type EmbedSpec, type TextEmbedder} from "./embedder.js";
import type {OpenEmbedderOptions} from "./embedder-kind.js";

export const maxTextsPerRequest = 256;
const purpose = {step: "turf", role: "embed"};

/** An embedding model behind an OpenAI-compatible endpoint; requests go through the provider's lane, with retries. */
export async function openEndpoint(spec: EmbedSpec, options: OpenEmbedderOptions): Promise<TextEmbedder> {
  const {model, baseUrl = null, key = null, headers, body} = spec;
  const textsPerRequest = Math.min(spec.batch ?? maxTextsPerRequest, maxTextsPerRequest);
  const embedder = createEmbedder({name: model, baseUrl, key, headers, body}, options.environment);
  const {recorder, onCall, dispatcher = new Dispatcher()} = options;

  const askUnrecorded = async (texts: string[], signal?: AbortSignal): Promise<Float32Array[]> => {
    const send = () => embedder.embed(texts, {signal});
    const {answer, error} = await dispatcher.send(embedder, send, () => ({pace: null, tokens: 0}), {signal});
    if (answer === null) throw error!;
    return answer;
  };
  const ask = async (texts: string[], signal?: AbortSignal): Promise<Float32Array[]> => {
    if (recorder === undefined) return askUnrecorded(texts, signal);
    const {vectors, ordinal} = await recorder.embed(embedder, texts, purpose, signal);
    onCall?.(ordinal);
    return vectors;
  };

  const [probe] = await ask([probeText]);
  checkVectors(embedder.identity, [probeText], probe!);
  const dimension = probe!.length;
  return {
    name: embedder.identity,
    free: embedder.free,
    dimension,
    async embed(texts, {signal, onProgress} = {}) {
      if (signal) setMaxListeners(0, signal); // each request under way listens to it
      const rows = new Float32Array(texts.length * dimension);
      let done = 0;
      const one = async (from: number): Promise<void> => {
        const part = texts.slice(from, from + textsPerRequest);
        (await ask(part, signal)).forEach((vector, i) => rows.set(checked(vector, dimension), (from + i) * dimension));
        onProgress?.({done: (done += part.length), total: texts.length});
      };
      const starts = Array.from({length: Math.ceil(texts.length / textsPerRequest)}, (_, i) => i * textsPerRequest);
      await Promise.all(starts.map(one));
      return rows;
    },
    close: async () => undefined
  };
}

function checked(vector: Float32Array, dimension: number): Float32Array {
  if (vector.length === dimension) return vector;
  throw new Error(
    `an embedding of ${vector.length} numbers among those of ${dimension}: the endpoint changed its model`
  );
}
