import type {ModelReply, StopReason} from "./model.js";

/** Every way a provider is known to say that an answer is whole. Anything else is not taken for an end. */
const knownEnds = new Set([
  "stop",
  "stop_sequence",
  "stop_string",
  "stop_string_found",
  "stop_token",
  "stop_word",
  "end",
  "end_turn",
  "end_of_turn",
  "end_of_text",
  "end_of_sequence",
  "endoftext",
  "im_end",
  "eot_id",
  "eos",
  "eos_found",
  "eos_token",
  "eos_token_id",
  "complete",
  "completed"
]);

const knownTools = new Set(["tool_calls", "tool_call", "tool_use", "function_call"]);

const refusing = new RegExp(
  "(?:^|_)(?:refus|safety|unsafe|(?:content_?)?filter|sensitiv|prohibit|block|moderat|polic|violat|guardrail|recit|" +
    "s?pii|harm|toxic|abus|csam|nsfw|(?:content_)?risk|declin|flagged|jailbreak|(?:data_)?inspect|inappropriat|" +
    "forbid|censor|copyright|illegal|hate|violen|sexual|profan)"
);
const limiting = /(?:^|_)(?:length|len|tokens?|context|window|limit|truncat(?:ed|ion)|max)(?:_|$)/;
const passing = /(?:^|_)(?:time|timeout|rate|requests?|quota|concurrency)(?:_|$)/; // other limits
const breaking = /(?:^|_)(?:error|fail|abort|cancel|interrupt|pause|incomplete|timeout|unload|insufficient)/;

/**
 * Our word for a provider's. `other`: none, a failure, or a word that is not known to be an end; the answer may be half
 * of one. `native` is the model server's own word, where a gateway passes it on: it counts where it says that the
 * answer is not whole.
 */
export function unifyStop(raw: string | null, native: string | null = null): ModelReply["stop"] {
  const own = readWord(raw);
  if (own !== "stop" || native === null) return {unified: own, raw};
  const theirs = readWord(native);
  const counts = theirs === "length" || theirs === "refusal" || (theirs === "other" && breaking.test(plain(native)));
  return counts ? {unified: theirs, raw: native} : {unified: own, raw};
}

function readWord(raw: string | null): StopReason {
  if (raw === null) return "other";
  const word = plain(raw);
  if (knownEnds.has(word)) return "stop";
  if (knownTools.has(word)) return "tool";
  if (refusing.test(word)) return "refusal";
  return limiting.test(word) && !passing.test(word) ? "length" : "other";
}

/** `FINISH_REASON_MAX_TOKENS`, `maxTokens` and `max tokens` are one word. */
const plain = (raw: string): string =>
  raw
    .slice(0, 200)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== "")
    .join("_")
    .replace(/^(?:(?:finish|stop)_)?reason_/, "");
