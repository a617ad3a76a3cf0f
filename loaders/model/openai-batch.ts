import type {OpenAI} from "openai";
import {unreadable, type BatchApi, type BatchResult} from "./batch.js";
import {readRows} from "./batch-lines.js";
import {call} from "./call.js";
import {cleanWords, type Connection} from "./connection.js";
import {toModelError} from "./failure.js";
import {isObject, objectAt, stringAt, countAt, type JsonObject} from "./json.js";
import {isModelError} from "./model-error.js";
import {readBody} from "./read-failure.js";
import {readOpenAiReply} from "./openai-reply.js";
import {toOpenAiBody, type OpenAiTraits} from "./openai-request.js";
import {openAiSdk} from "./sdks.js";
import {hideSecretsIn} from "./secrets.js";
import type {TakenForm} from "./taken-form.js";

const endpoint = "/v1/chat/completions";
const clockSkewInMs = 120_000;
const over = ["completed", "expired", "cancelled"];

/** OpenAI's Batch API: takes a file of requests, returns a file of answers and one of errors. */
export function createOpenAiBatches(
  client: OpenAI,
  connection: Connection,
  {traits, form}: {traits: OpenAiTraits; form: TakenForm}
): BatchApi {
  const send = <T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> => call(connection, {}, act);
  return {
    maxItems: 50_000,
    maxBytes: 180_000_000,
    submit: (items, label) =>
      send(async (signal) => {
        const lines = items.map(({id, request}) => {
          const {body} = form.fit(toOpenAiBody(request, connection, traits));
          return JSON.stringify({custom_id: id, method: "POST", url: endpoint, body});
        });
        const file = await openAiSdk.get().toFile(Buffer.from(`${lines.join("\n")}\n`), `${label}.jsonl`);
        const {id: input} = await client.files.create({file, purpose: "batch"}, {signal});
        const body = {input_file_id: input, endpoint, completion_window: "24h", metadata: {label}} as const;
        return (await client.batches.create(body, {signal})).id;
      }),
    find: (label, _items, since) =>
      send(async (signal) => {
        for await (const batch of client.batches.list({limit: 100}, {signal})) {
          if (batch.created_at * 1000 < since.getTime() - clockSkewInMs) return null;
          if (batch.metadata?.label === label) return batch.id;
        }
        return null;
      }),
    isDone: (batch) =>
      send(async (signal) => {
        const {status, errors} = await client.batches.retrieve(batch, {signal});
        if (status === "failed")
          throw toModelError(
            {status: 400, refused: true, words: errors?.data?.[0]?.message ?? "the batch failed"},
            connection
          );
        return over.includes(status);
      }),
    async *results(batch) {
      const {output_file_id: output, error_file_id: errors} = await send((signal) =>
        client.batches.retrieve(batch, {signal})
      );
      for (const file of [output, errors]) {
        if (!file) continue;
        const response = await send((signal) => client.files.content(file, {signal}));
        for await (const row of readRows(response, send)) yield readRow(row, connection, form);
      }
    }
  };
}

function readRow(row: JsonObject | null, connection: Connection, form: TakenForm): BatchResult {
  const id = stringAt(row, "custom_id");
  if (id === null) return unreadable;
  const response = objectAt(row, "response");
  const status = countAt(response, "status_code");
  const body = isObject(response) ? response.body : undefined;
  if (status !== 200) {
    const words = stringAt(objectAt(row, "error"), "message") ?? stringAt(objectAt(body, "error"), "message");
    return {
      id,
      error: cleanWords(words ?? "the request failed", connection),
      again: status === null || status === 429 || status >= 500 || form.learn(readBody(status, body))
    };
  }
  try {
    return {id, reply: hideSecretsIn(readOpenAiReply(body, connection))};
  } catch (error) {
    if (!isModelError(error)) throw error;
    return {id, error: error.message, again: error.retryable};
  }
}
