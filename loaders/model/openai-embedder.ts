import {checkAnswer, noReply} from "./answer.js";
import {call} from "./call.js";
import type {Connection} from "./connection.js";
import {isObject} from "./json.js";
import type {EmbedCallOptions, Embedder} from "./model.js";
import {isModelError} from "./model-error.js";
import {createOpenAiClient} from "./openai-client.js";

const maxTexts = 256; // a request

/**
 * An embedding model behind `/embeddings`. A request that is refused is halved, and so are all later ones: servers take
 * 10, 32 or 100 texts. Throws a ModelError when a vector is missing or of another dimension, or when a single text is
 * refused.
 */
export function createOpenAiEmbedder(connection: Connection): Embedder {
  const client = createOpenAiClient(connection);
  const {name, provider, model, lane, identity} = connection;
  let atOnce = maxTexts; // as far as is known

  async function ask(input: string[], {onTokens, ...options}: EmbedCallOptions): Promise<Float32Array[]> {
    return call(connection, options, async (signal) => {
      const body = {model, input, encoding_format: "float" as const, ...connection.extraBody};
      const answer: unknown = await client.embeddings.create(body, {signal});
      const vectors = readVectors(answer, input.length, connection);
      const tokens = readTokens(answer);
      if (tokens !== null) onTokens?.(tokens);
      return vectors;
    });
  }

  return {
    name,
    provider,
    lane,
    identity,
    free: false,
    async embed(texts, options = {}) {
      const vectors: Float32Array[] = [];
      while (vectors.length < texts.length) {
        const input = texts.slice(vectors.length, vectors.length + atOnce);
        try {
          vectors.push(...(await ask(input, options)));
        } catch (error) {
          if (!isModelError(error) || error.refused === null || input.length === 1) throw error;
          atOnce = Math.min(atOnce, Math.ceil(input.length / 2));
        }
      }
      if (vectors.some(({length}) => length !== vectors[0]!.length))
        throw noReply("embeddings of different dimensions", connection);
      return vectors;
    }
  };
}

/** In the order of the texts: a server may answer in another. */
function readVectors(body: unknown, count: number, connection: Connection): Float32Array[] {
  const {data} = checkAnswer(body, connection);
  const vectors = new Array<Float32Array | undefined>(count).fill(undefined);
  for (const [i, item] of (Array.isArray(data) ? (data as unknown[]) : []).entries()) {
    if (!isObject(item) || !isVector(item.embedding)) continue;
    vectors[typeof item.index === "number" ? item.index : i] = Float32Array.from(item.embedding);
  }
  const found = vectors.filter((vector) => vector !== undefined);
  if (found.length === count) return found;
  throw noReply(`${found.length} embeddings for ${count} texts`, connection);
}

function readTokens(body: unknown): number | null {
  const usage = isObject(body) && isObject(body.usage) ? body.usage : {};
  const tokens = usage.prompt_tokens ?? usage.total_tokens;
  return typeof tokens === "number" ? tokens : null;
}

const isVector = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((number) => typeof number === "number");
