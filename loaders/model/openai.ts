import {call} from "./call.js";
import type {Connection} from "./connection.js";
import type {Model} from "./model.js";
import {createOpenAiBatches} from "./openai-batch.js";
import {createOpenAiClient} from "./openai-client.js";
import {readPace} from "./pace.js";
import {readOpenAiReply} from "./openai-reply.js";
import {toOpenAiBody, type OpenAiTraits} from "./openai-request.js";

export interface OpenAiOptions {
  traits: OpenAiTraits;
  batches: boolean; // the server has OpenAI's batch API
}

/** A model behind chat completions: OpenAI's own and the many servers that speak the same. */
export function createOpenAiModel(connection: Connection, {traits, batches}: OpenAiOptions): Model {
  const client = createOpenAiClient(connection);
  return {
    name: connection.name,
    provider: connection.provider,
    lane: connection.lane,
    identity: connection.identity,
    free: false,
    ...(batches && {batch: createOpenAiBatches(client, connection, traits)}),
    local: false,
    ask: (request, options = {}) =>
      call(connection, options, async (signal) => {
        const body = toOpenAiBody(request, connection, traits);
        const {data, response} = await client.chat.completions.create(body, {signal}).withResponse();
        return {...readOpenAiReply(data, connection), pace: readPace(response.headers)};
      })
  };
}
