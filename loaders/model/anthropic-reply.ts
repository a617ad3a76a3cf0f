import {checkAnswer, noMessage} from "./answer.js";
import type {Connection} from "./connection.js";
import {countAt, objectAt, stringAt} from "./json.js";
import type {ModelReply, Usage} from "./model.js";
import {readContent} from "./read-content.js";
import {splitThinking} from "./split-thinking.js";
import {unifyStop} from "./stop-reason.js";
import {joinThoughts} from "./thoughts.js";

/**
 * Reads a message; one with an empty content says nothing. `prompt` is what was asked; null where it is not known.
 * Throws a ModelError that is not retryable when there is neither content nor a reason.
 */
export function readAnthropicReply(body: unknown, connection: Connection, prompt: string | null = null): ModelReply {
  const answer = checkAnswer(body, connection);
  const stop = unifyStop(stringAt(answer, "stop_reason"));
  if (!Array.isArray(answer.content) && stop.raw === null) throw noMessage("the answer holds no content", connection);
  const {text, thoughts} = readContent(answer.content ?? []);
  const said = splitThinking(text, prompt);
  return {
    text: said.text,
    thinking: joinThoughts([...thoughts, said.thinking]),
    stop,
    usage: readUsage(answer.usage),
    model: stringAt(answer, "model") ?? connection.model
  };
}

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
