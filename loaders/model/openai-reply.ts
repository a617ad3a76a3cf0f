import {checkAnswer, noMessage} from "./answer.js";
import {blockReason} from "./blocked.js";
import type {Connection} from "./connection.js";
import {countAt, isObject, objectAt, stringAt, type JsonObject} from "./json.js";
import type {ModelReply, Usage} from "./model.js";
import {readContent, thoughtsBeside} from "./read-content.js";
import {splitThinking} from "./split-thinking.js";
import {unifyStop} from "./stop-reason.js";
import {joinThoughts} from "./thoughts.js";

/**
 * Reads a chat completion. `prompt` is what was asked; null where it is not known. A prompt that the provider blocked
 * is a refusal. Throws a ModelError that is not retryable when there is neither a message nor a reason.
 */
export function readOpenAiReply(body: unknown, connection: Connection, prompt: string | null = null): ModelReply {
  const answer = checkAnswer(body, connection);
  const choice = Array.isArray(answer.choices) ? (answer.choices[0] as unknown) : undefined;
  const base = {usage: readUsage(answer.usage), model: stringAt(answer, "model") ?? connection.model};
  if (!isObject(choice)) {
    const raw = blockReason(answer);
    if (raw === null) throw noMessage("the answer holds no choices", connection);
    return {text: "", thinking: "", stop: {unified: "refusal", raw}, ...base};
  }
  checkAnswer(choice, connection); // gateways report failures of the model server inside the choice
  const stop = readStop(choice);
  const message = messageOf(choice);
  if (message === null && (stop.raw === null || stop.unified === "stop"))
    throw noMessage("the choice holds no message", connection);
  return {...readMessage(message ?? {}, stop, prompt), ...base};
}

/** The message, also where a server of completions writes its text alone. */
function messageOf(choice: JsonObject): JsonObject | null {
  const text = stringAt(choice, "text");
  return objectAt(choice, "message") ?? objectAt(choice, "delta") ?? (text === null ? null : {content: text});
}

function readMessage(message: JsonObject, stop: ModelReply["stop"], prompt: string | null) {
  const content = readContent(message.content);
  const refusal = stringAt(message, "refusal") ?? content.refusal;
  const said = splitThinking(content.text, prompt);
  return {
    text: said.text === "" ? (refusal ?? "") : said.text,
    thinking: joinThoughts([...thoughtsBeside(message), ...content.thoughts, said.thinking]),
    stop: refusal === null ? stop : ({unified: "refusal", raw: stop.raw} as const)
  };
}

/** The reason, wherever it is: some servers have an object of details instead. */
function readStop(choice: JsonObject): ModelReply["stop"] {
  const raw = stringAt(choice, "finish_reason") ?? stringAt(choice, "finishReason");
  const detail = stringAt(objectAt(choice, "finish_reason") ?? objectAt(choice, "finish_details"), "type");
  return unifyStop(raw ?? detail, stringAt(choice, "native_finish_reason"));
}

function readUsage(usage: unknown): Usage {
  const inputTokens = countAt(usage, "prompt_tokens");
  const details = (key: string): JsonObject | null => objectAt(usage, key);
  return {
    inputTokens,
    outputTokens: countOutput(countAt(usage, "completion_tokens"), inputTokens, countAt(usage, "total_tokens")),
    thinkingTokens: countAt(details("completion_tokens_details"), "reasoning_tokens"),
    cachedTokens: countAt(details("prompt_tokens_details"), "cached_tokens")
  };
}

/** Some providers leave thinking out of the completion's count, but not out of the total. */
function countOutput(completion: number | null, input: number | null, total: number | null): number | null {
  if (completion === null || input === null || total === null) return completion;
  return Math.max(completion, total - input);
}
