import {z} from "zod";
import type {StopReason} from "../../model/model.js";
import {askRole, contentSchema, servedModels} from "./ask-role.js";
import {parseBody} from "./problem.js";
import type {RoleReply} from "./role-reply.js";
import {toPieces, type WireRequest, type WireReply, type ServerEvent, type Wire} from "./wire.js";

const messageSchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({role: z.enum(["user", "assistant"]), content: contentSchema})),
  system: contentSchema.nullish(),
  max_tokens: z.int().min(1),
  temperature: z.number().min(0).max(1).nullish(),
  stop_sequences: z.array(z.string()).nullish(),
  stream: z.boolean().nullish()
});

async function messages(body: unknown, {seed, id, ...from}: WireRequest): Promise<WireReply> {
  const asked = parseBody(messageSchema, body);
  const reply = await askRole(from, asked.model, {
    messages: asked.messages.map(({role, content}) => ({role, content})),
    ...(asked.system == null ? {} : {system: asked.system}),
    ...(asked.temperature == null ? {} : {temperature: asked.temperature}),
    maxTokens: asked.max_tokens,
    stop: asked.stop_sequences ?? [],
    seed
  });
  return asked.stream ? {events: toEvents(asked.model, reply, id)} : {json: toMessage(asked.model, reply, id)};
}

const reasons: Partial<Record<StopReason, string>> = {length: "max_tokens", refusal: "refusal"};

function stopOf({stop, sequence}: RoleReply): {stop_reason: string; stop_sequence: string | null} {
  if (sequence !== null) return {stop_reason: "stop_sequence", stop_sequence: sequence};
  return {stop_reason: reasons[stop.unified] ?? "end_turn", stop_sequence: null};
}

/** Blocks of thinking and text; none at all when the answer is empty. */
const toBlocks = ({thinking, text}: RoleReply): object[] => [
  ...(thinking === "" ? [] : [{type: "thinking", thinking, signature: "lab"}]),
  ...(text === "" ? [] : [{type: "text", text}])
];

const toMessage = (model: string, reply: RoleReply, id: string): object => ({
  id: `msg_${id}`,
  type: "message",
  role: "assistant",
  model,
  content: toBlocks(reply),
  ...stopOf(reply),
  usage: {
    input_tokens: reply.usage.inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: reply.usage.outputTokens
  }
});

function toEvents(model: string, reply: RoleReply, id: string): ServerEvent[] {
  const named = (type: string, data: object = {}): ServerEvent => ({event: type, data: {type, ...data}});
  const usage = {input_tokens: reply.usage.inputTokens, output_tokens: 1};
  const start = {...toMessage(model, reply, id), content: [], stop_reason: null, stop_sequence: null, usage};
  return [
    named("message_start", {message: start}),
    named("content_block_start", {index: 0, content_block: {type: "text", text: ""}}),
    named("ping"),
    ...toPieces(reply.text).map((text) => named("content_block_delta", {index: 0, delta: {type: "text_delta", text}})),
    named("content_block_stop", {index: 0}),
    named("message_delta", {delta: stopOf(reply), usage: {output_tokens: reply.usage.outputTokens}}),
    named("message_stop")
  ];
}

const models = (): WireReply => ({
  json: {
    data: servedModels.map((id) => ({
      type: "model",
      id,
      display_name: `lab ${id}`,
      created_at: "2025-10-09T08:53:20Z"
    })),
    has_more: false,
    first_id: servedModels[0],
    last_id: servedModels.at(-1)
  }
});

const types: Record<number, string> = {
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  500: "api_error",
  529: "overloaded_error"
};

/** Messages and the list of models as Anthropic's API words them. */
export const anthropicWire: Wire = {
  routes: {
    "/v1/messages": {method: "POST", answer: messages},
    "/v1/models": {method: "GET", answer: models}
  },
  toError: ({message, status}, id) => ({
    type: "error",
    error: {type: types[status] ?? "invalid_request_error", message},
    request_id: `req_${id}`
  }),
  owns: (path, headers) => path.startsWith("/v1/messages") || headers["anthropic-version"] !== undefined
};
