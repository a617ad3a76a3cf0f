import {checkAnswer, noReply} from "./answer.js";
import type {Connection} from "./connection.js";
import {countAt, isObject, objectAt, stringAt, type JsonObject} from "./json.js";
import type {ModelReply, Usage} from "./model.js";
import {splitThinking} from "./split-thinking.js";
import {unifyStop} from "./stop-reason.js";

/** Reads a chat completion. Throws a ModelError when it holds no message. */
export function readOpenAiReply(body: unknown, connection: Connection): ModelReply {
  const answer = checkAnswer(body, connection);
  const choice = Array.isArray(answer.choices) ? (answer.choices[0] as unknown) : undefined;
  if (!isObject(choice)) throw noReply("the answer holds no choices", connection);
  checkAnswer(choice, connection); // gateways report failures of the model server inside the choice
  const message = objectAt(choice, "message");
  if (message === null) throw noReply("the choice holds no message", connection);
  const refusal = stringAt(message, "refusal");
  const said = splitThinking(textOf(message.content));
  const reasoning = stringAt(message, "reasoning_content") ?? stringAt(message, "reasoning");
  const stop = unifyStop(stringAt(choice, "finish_reason"));
  return {
    text: said.text === "" ? (refusal ?? "") : said.text,
    thinking: [reasoning, said.thinking].filter((part) => part !== null && part !== "").join("\n\n"),
    stop: refusal === null ? stop : {unified: "refusal", raw: stop.raw},
    usage: readUsage(answer.usage),
    model: stringAt(answer, "model") ?? connection.model
  };
}

/** A text, or a list of parts of which some are text. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => stringAt(part, "text") ?? "").join("");
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
