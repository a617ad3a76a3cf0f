import {createHash} from "node:crypto";
import type {ModelRequest} from "../request.js";

type Asked = Pick<ModelRequest, "messages" | "system">;

/**
 * The id of what a model reads: the first 16 hexadecimal digits of the SHA-256 of the system prompt and the message as
 * JSON; of the system prompt and all messages with their roles where there are several.
 */
export function recordedPromptId({messages, system}: Asked): string {
  const [first] = messages;
  const prompt = messages.length === 1 && first!.role === "user" ? first!.content : turnsOf(messages);
  return sha256(JSON.stringify([system ?? null, prompt])).slice(0, 16);
}

const turnsOf = (messages: ModelRequest["messages"]) => messages.map(({role, content}) => [role, content]);

/** What a prompt is asked after: a system prompt other than the recording's, earlier messages; null for neither. */
export function contextOf({messages, system}: Asked, usual: string | null): string | null {
  const before = turnsOf(messages.slice(0, -1));
  if (before.length === 0 && (system ?? null) === usual) return null;
  return JSON.stringify({system: system ?? null, messages: before});
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
