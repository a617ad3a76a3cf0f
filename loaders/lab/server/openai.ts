import {z} from "zod";
import type {StopReason} from "../../model/model.js";
import {embedText, dimensions} from "../embedder.js";
import {countTokens} from "../role-model.js";
import {askRole, contentSchema, embedRole, findModel, servedModels} from "./ask-role.js";
import {parseBody, WireProblem} from "./problem.js";
import type {RoleReply} from "./role-reply.js";
import {toPieces, type WireRequest, type WireReply, type ServerEvent, type Wire} from "./wire.js";

const maxChoices = 16;
const maxTexts = 2048; // an embedding request
const defaultTokens = 4096;
const birth = 1_760_000_000; // seconds; every answer of the lab is as old, so that equal requests give equal bodies

const chatSchema = z.looseObject({
  model: z.string(),
  messages: z.array(
    z.looseObject({role: z.enum(["system", "developer", "user", "assistant"]), content: contentSchema})
  ),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  seed: z.int().nullish(),
  n: z.int().min(1).max(maxChoices).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({include_usage: z.boolean().nullish()}).nullish()
});
type Chat = z.output<typeof chatSchema>;

const embeddingSchema = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1).max(maxTexts)], "expected a text or a list of texts"),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  dimensions: z.literal(dimensions, `expected ${dimensions}`).nullish()
});

const isInstruction = (role: string): boolean => role === "system" || role === "developer";

async function chat(body: unknown, {seed, id, ...asked}: WireRequest): Promise<WireReply> {
  const chat = parseBody(chatSchema, body);
  const system = chat.messages.filter(({role}) => isInstruction(role)).map(({content}) => content);
  const messages = chat.messages
    .filter(({role}) => !isInstruction(role))
    .map(({role, content}) => ({role: role as "user" | "assistant", content}));
  const request = {
    messages,
    ...(system.length === 0 ? {} : {system: system.join("\n\n")}),
    ...(chat.temperature == null ? {} : {temperature: chat.temperature}),
    maxTokens: chat.max_completion_tokens ?? chat.max_tokens ?? defaultTokens,
    stop: [chat.stop ?? []].flat()
  };
  const first = chat.seed ?? seed;
  const replies: RoleReply[] = [];
  for (let i = 0; i < (chat.n ?? 1); i++)
    replies.push(await askRole(asked, chat.model, {...request, seed: (first + i) >>> 0}));
  return chat.stream ? {events: toEvents(chat, replies, id)} : {json: toCompletion(chat, replies, id)};
}

const finishes: Partial<Record<StopReason, string>> = {length: "length", refusal: "content_filter"};
const toFinish = ({stop}: RoleReply): string => finishes[stop.unified] ?? "stop";

/** Thinking as the servers of open models send it: in a field of its own. */
const thought = ({thinking}: RoleReply): object => (thinking === "" ? {} : {reasoning_content: thinking});

function toUsage(replies: readonly RoleReply[]): object {
  const prompt = replies[0]!.usage.inputTokens ?? 0;
  const completion = replies.reduce((sum, {usage}) => sum + (usage.outputTokens ?? 0), 0);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {cached_tokens: 0},
    completion_tokens_details: {reasoning_tokens: 0}
  };
}

const toCompletion = ({model}: Chat, replies: readonly RoleReply[], id: string): object => ({
  id: `chatcmpl-${id}`,
  object: "chat.completion",
  created: birth,
  model,
  choices: replies.map((reply, index) => ({
    index,
    message: {role: "assistant", content: reply.text, refusal: null, ...thought(reply)},
    logprobs: null,
    finish_reason: toFinish(reply)
  })),
  usage: toUsage(replies)
});

function toEvents({model, stream_options}: Chat, replies: readonly RoleReply[], id: string): ServerEvent[] {
  const chunk = (choices: object[], more: object = {}): ServerEvent => ({
    data: {id: `chatcmpl-${id}`, object: "chat.completion.chunk", created: birth, model, choices, ...more}
  });
  const delta = (index: number, delta: object, finish: string | null = null): ServerEvent =>
    chunk([{index, delta, logprobs: null, finish_reason: finish}]);
  return [
    ...replies.flatMap((reply, i) => [
      delta(i, {role: "assistant", content: "", ...thought(reply)}),
      ...toPieces(reply.text).map((content) => delta(i, {content})),
      delta(i, {}, toFinish(reply))
    ]),
    ...(stream_options?.include_usage ? [chunk([], {usage: toUsage(replies)})] : []),
    {data: "[DONE]"}
  ];
}

function embeddings(body: unknown): WireReply {
  const {model, input, encoding_format: format} = parseBody(embeddingSchema, body);
  findModel(model, [embedRole]);
  const texts = [input].flat();
  const empty = texts.indexOf("");
  if (empty >= 0) throw new WireProblem(400, `input.${empty}: expected some text`, "invalid_value");
  const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0);
  const data = texts.map((text, index) => {
    const vector = embedText(text);
    const embedding = format === "base64" ? Buffer.from(vector.buffer).toString("base64") : [...vector];
    return {object: "embedding", index, embedding};
  });
  return {json: {object: "list", data, model, usage: {prompt_tokens: tokens, total_tokens: tokens}}};
}

const models = (): WireReply => ({
  json: {
    object: "list",
    data: servedModels.map((id) => ({id, object: "model", created: birth, owned_by: "surfturf-lab"}))
  }
});

function typeOf(status: number): string {
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}

/** Chat completions, embeddings and the list of models as OpenAI's API words them. */
export const openAiWire: Wire = {
  routes: {
    "/v1/chat/completions": {method: "POST", answer: chat},
    "/v1/embeddings": {method: "POST", answer: embeddings},
    "/v1/models": {method: "GET", answer: models}
  },
  toError: ({message, status, code}) => ({error: {message, type: typeOf(status), param: null, code}}),
  owns: () => true
};
