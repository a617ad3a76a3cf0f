import type {Anthropic} from "@anthropic-ai/sdk";
import {readAnthropicReply} from "./anthropic-reply.js";
import {toAnthropicBody} from "./anthropic-request.js";
import {unreadable, type BatchAnswer, type BatchApi} from "./batch.js";
import {readRows} from "./batch-lines.js";
import {call} from "./call.js";
import {cleanWords, type Connection} from "./connection.js";
import {isModelError} from "./model-error.js";
import {stringAt, objectAt, type JsonObject} from "./json.js";
import {readBody} from "./read-failure.js";
import {hideSecretsIn} from "./secrets.js";
import type {TakenForm} from "./taken-form.js";

const clockSkewInMs = 120_000;

/** Anthropic's Message Batches. They keep no label: a lost batch is found by its time, its size and its items. */
export function createAnthropicBatches(client: Anthropic, connection: Connection, form: TakenForm): BatchApi {
  const {batches} = client.messages;
  const send = <T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> => call(connection, {}, act);
  /** By its path: the address that the answer names may be one that the key is not for. */
  async function* rowsOf(batch: string): AsyncGenerator<JsonObject | null> {
    const path = `/v1/messages/batches/${encodeURIComponent(batch)}/results`;
    const response = await send((signal) => client.get<Response>(path, {signal, __binaryResponse: true}));
    yield* readRows(response, send);
  }
  return {
    maxItems: 100_000,
    maxBytes: 200_000_000,
    async submit(items) {
      const requests = items.map(({id, request}) => ({
        custom_id: id,
        params: form.fit(toAnthropicBody(request, connection)).body
      }));
      return send(async (signal) => (await batches.create({requests}, {signal})).id);
    },
    find: (_label, items, since) =>
      send(async (signal) => {
        for await (const batch of batches.list({limit: 100}, {signal})) {
          if (Date.parse(batch.created_at) < since.getTime() - clockSkewInMs) return null;
          const {processing, succeeded, errored, canceled, expired} = batch.request_counts;
          if (processing + succeeded + errored + canceled + expired !== items.length) continue;
          if (batch.processing_status !== "ended") return batch.id;
          for await (const row of rowsOf(batch.id)) {
            if (items.includes(stringAt(row, "custom_id") ?? "")) return batch.id;
            if (row !== null) break;
          }
        }
        return null;
      }),
    isDone: (batch) =>
      send(async (signal) => (await batches.retrieve(batch, undefined, {signal})).processing_status === "ended"),
    async *results(batch) {
      for await (const row of rowsOf(batch)) {
        const id = stringAt(row, "custom_id");
        yield id === null ? unreadable : {id, ...readResult(objectAt(row, "result") ?? {}, connection, form)};
      }
    }
  };
}

function readResult(
  result: {type?: unknown; message?: unknown; error?: unknown},
  connection: Connection,
  form: TakenForm
): BatchAnswer {
  if (result.type !== "succeeded") {
    const error = objectAt(result.error, "error");
    const words = stringAt(error, "message") ?? `the request ${stringAt(result, "type") ?? "has no result"}`;
    const wrong = stringAt(error, "type") === "invalid_request_error";
    return {error: cleanWords(words, connection), again: !wrong || form.learn(readBody(400, result.error))};
  }
  try {
    return {reply: hideSecretsIn(readAnthropicReply(result.message, connection))};
  } catch (error) {
    if (!isModelError(error)) throw error;
    return {error: error.message, again: error.retryable};
  }
}
