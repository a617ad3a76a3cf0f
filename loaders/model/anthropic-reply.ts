import {checkAnswer, noReply} from "./answer.js";
import type {Connection} from "./connection.js";
import {countAt, objectAt, stringAt} from "./json.js";
import type {ModelReply, Usage} from "./model.js";
import {unifyStop} from "./stop-reason.js";

/** Reads a message; one with an empty content says nothing. Throws a ModelError when there is no content at all. */
export function readAnthropicReply(body: unknown, connection: Connection): ModelReply {
  const answer = checkAnswer(body, connection);
  const stop = unifyStop(stringAt(answer, "stop_reason"));
  const content: unknown[] | null = Array.isArray(answer.content) ? answer.content : null;
  if (content === null) throw noReply("the answer holds no content", connection);
  return {
    text: content.map((block) => (isOf(block, "text") ? (stringAt(block, "text") ?? "") : "")).join(""),
    thinking: content
      .map((block) => (isOf(block, "thinking") ? stringAt(block, "thinking") : null))
      .filter((part) => part !== null)
      .join("\n\n"),
    stop,
    usage: readUsage(answer.usage),
    model: stringAt(answer, "model") ?? connection.model
  };
}

const isOf = (block: unknown, type: string): boolean => stringAt(block, "type") === type;

/** Here `input_tokens` counts only what the cache neither gave nor took. */
function readUsage(usage: unknown): Usage {
  const fresh = countAt(usage, "input_tokens");
  const cachedTokens = countAt(usage, "cache_read_input_tokens");
  const written = countAt(usage, "cache_creation_input_tokens");
  return {
    inputTokens: fresh === null ? null : fresh + (cachedTokens ?? 0) + (written ?? 0),
    outputTokens: countAt(usage, "output_tokens"),
    thinkingTokens: countAt(objectAt(usage, "output_tokens_details"), "thinking_tokens"),
    cachedTokens,
    ...(written !== null && {writtenTokens: written})
  };
}
