import {createAnthropicBatches} from "./anthropic-batch.js";
import {readAnthropicReply} from "./anthropic-reply.js";
import {otherAnthropicForm, toAnthropicBody} from "./anthropic-request.js";
import {call, sdkOptions} from "./call.js";
import type {Connection} from "./connection.js";
import type {Model} from "./model.js";
import {promptOf} from "./request.js";
import {readPace} from "./pace.js";
import {anthropicSdk} from "./sdks.js";
import {hideSecretsIn} from "./secrets.js";
import {TakenForm} from "./taken-form.js";
import {createFetch} from "./wire-fetch.js";

/** A model behind Anthropic's messages. */
export function createAnthropicModel(connection: Connection): Model {
  const {name, provider, lane, identity, baseUrl, key, headers} = connection;
  const {Anthropic} = anthropicSdk.get();
  const client = new Anthropic({
    ...sdkOptions,
    baseURL: baseUrl.replace(/\/v1$/, ""), // the SDK adds it
    apiKey: key,
    authToken: null,
    defaultHeaders: headers,
    fetch: createFetch(connection)
  });
  const form = new TakenForm(connection, otherAnthropicForm);
  return {
    name,
    provider,
    lane,
    identity,
    free: false,
    batch: createAnthropicBatches(client, connection, form),
    local: false,
    ask: (request, options = {}) =>
      call(connection, options, async (signal) => {
        const asked = toAnthropicBody(request, connection);
        const {answer, changes} = await form.send(asked, async (body) => {
          const {data, response} = await client.messages.create(body, {signal}).withResponse();
          return {
            ...hideSecretsIn(readAnthropicReply(data, connection, promptOf(request))),
            pace: readPace(response.headers)
          };
        });
        return changes.length === 0 ? answer : {...answer, changes};
      })
  };
}
