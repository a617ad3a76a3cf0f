import {Anthropic} from "@anthropic-ai/sdk";
import {createAnthropicBatches} from "./anthropic-batch.js";
import {readAnthropicReply} from "./anthropic-reply.js";
import {toAnthropicBody} from "./anthropic-request.js";
import {call, sdkOptions} from "./call.js";
import type {Connection} from "./connection.js";
import {patientFetch} from "./connections.js";
import type {Model} from "./model.js";
import {readPace} from "./pace.js";

/** A model behind Anthropic's messages. */
export function createAnthropicModel(connection: Connection): Model {
  const {name, provider, lane, identity, baseUrl, key, headers} = connection;
  const client = new Anthropic({
    ...sdkOptions,
    baseURL: baseUrl,
    apiKey: key,
    authToken: null,
    defaultHeaders: headers,
    fetch: patientFetch
  });
  return {
    name,
    provider,
    lane,
    identity,
    free: false,
    batch: createAnthropicBatches(client, connection),
    local: false,
    ask: (request, options = {}) =>
      call(connection, options, async (signal) => {
        const body = toAnthropicBody(request, connection);
        const {data, response} = await client.messages.create(body, {signal}).withResponse();
        return {...readAnthropicReply(data, connection), pace: readPace(response.headers)};
      })
  };
}
