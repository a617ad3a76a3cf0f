import {checkAnswer, noReply} from "./answer.js";
import {call} from "./call.js";
import type {Connection} from "./connection.js";
import {isObject} from "./json.js";
import type {Embedder} from "./model.js";
import {createOpenAiClient} from "./openai-client.js";

const maxTexts = 256; // a request

/** An embedding model behind `/embeddings`. Throws a ModelError when a vector is missing or of another dimension. */
export function createOpenAiEmbedder(connection: Connection): Embedder {
  const client = createOpenAiClient(connection);
  const {name, provider, model, lane, identity} = connection;
  return {
    name,
    provider,
    lane,
    identity,
    free: false,
    async embed(texts, options = {}) {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += maxTexts) {
        const input = texts.slice(from, from + maxTexts);
        const part = await call(connection, options, async (signal) => {
          const body = {model, input, encoding_format: "float" as const, ...connection.extraBody};
          const answer: unknown = await client.embeddings.create(body, {signal});
          const read = readVectors(answer, input.length, connection);
          const tokens = readTokens(answer);
          if (tokens !== null) options.onTokens?.(tokens);
          return read;
        });
        vectors.push(...part);
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
