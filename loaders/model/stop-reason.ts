import type {ModelReply, StopReason} from "./model.js";

const words: Record<string, StopReason> = {
  stop: "stop",
  end_turn: "stop",
  stop_sequence: "stop",
  length: "length",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  refusal: "refusal",
  content_filter: "refusal",
  tool_calls: "tool",
  tool_use: "tool",
  function_call: "tool"
};

/** Our word for a provider's; `other` for one we do not know, or none. */
export function unifyStop(raw: string | null): ModelReply["stop"] {
  const unified = raw !== null && Object.hasOwn(words, raw) ? words[raw]! : "other";
  return {unified, raw};
}
