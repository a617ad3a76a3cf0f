import {Anthropic} from "@anthropic-ai/sdk";
import {readAnthropicReply} from "./anthropic-reply.js";
import {toAnthropicBody} from "./anthropic-request.js";
import {call, sdkOptions} from "./call.js";
import type {Connection} from "./connection.js";
import type {Model} from "./model.js";

/** A model behind Anthropic's messages. */
export function createAnthropicModel(connection: Connection): Model {
  const {name, provider, baseUrl, key} = connection;
  const client = new Anthropic({...sdkOptions, baseURL: baseUrl, apiKey: key, authToken: null});
  return {
    name,
    provider,
    free: false,
    local: false,
    ask: (request, options = {}) =>
      call(connection, options.signal, async (signal) => {
        const body = toAnthropicBody(request, connection);
        return readAnthropicReply(await client.messages.create(body, {signal}), connection);
      })
  };
}
