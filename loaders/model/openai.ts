import {call} from "./call.js";
import type {Connection} from "./connection.js";
import type {Model} from "./model.js";
import {createOpenAiBatches} from "./openai-batch.js";
import {createOpenAiClient} from "./openai-client.js";
import {promptOf} from "./request.js";
import {readPace} from "./pace.js";
import {readOpenAiReply} from "./openai-reply.js";
import {otherOpenAiForm, toOpenAiBody, type OpenAiTraits} from "./openai-request.js";
import {hideSecretsIn} from "./secrets.js";
import {TakenForm} from "./taken-form.js";

export interface OpenAiOptions {
  traits: OpenAiTraits;
  batches: boolean; // the server has OpenAI's batch API
}

/** A model behind chat completions: OpenAI's own and the many servers that speak the same. */
export function createOpenAiModel(connection: Connection, {traits, batches}: OpenAiOptions): Model {
  const client = createOpenAiClient(connection);
  const form = new TakenForm(connection, otherOpenAiForm);
  return {
    name: connection.name,
    provider: connection.provider,
    lane: connection.lane,
    identity: connection.identity,
    free: false,
    ...(batches && {batch: createOpenAiBatches(client, connection, {traits, form})}),
    local: false,
    ask: (request, options = {}) =>
      call(connection, options, async (signal) => {
        const asked = toOpenAiBody(request, connection, traits);
        const {answer, changes} = await form.send(asked, async (body) => {
          const {data, response} = await client.chat.completions.create(body, {signal}).withResponse();
          return {
            ...hideSecretsIn(readOpenAiReply(data, connection, promptOf(request))),
            pace: readPace(response.headers)
          };
        });
        return changes.length === 0 ? answer : {...answer, changes};
      })
  };
}
