import type {DataRow, RowTexts} from "./pair-shape.js";
import {textOf} from "./texts.js";

/** One message of a conversation, in our words. */
export interface SpokenTurn {
  role: "user" | "assistant" | "other";
  text: string;
}

/** Fields of a message: who speaks, and what is said. */
export const roleFields = ["role", "from"] as const;
export const contentFields = ["content", "value"] as const;

const roles: Record<string, SpokenTurn["role"]> = {
  user: "user",
  human: "user",
  prompter: "user",
  assistant: "assistant",
  gpt: "assistant",
  model: "assistant",
  bot: "assistant",
  chatgpt: "assistant",
  bing: "assistant",
  bard: "assistant"
};

/** The turns of a list of messages, or of its JSON text; undefined when the value is something else. */
export function turnsOf(value: unknown): SpokenTurn[] | undefined {
  const list = typeof value === "string" && value.trimStart().startsWith("[") ? parseList(value) : value;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const turns = (list as unknown[]).map(toTurn);
  return turns.some((turn) => turn === undefined) ? undefined : (turns as SpokenTurn[]);
}

/** The first user message with text that an assistant's message follows. System messages are left out. */
export function fromTurns(turns: readonly SpokenTurn[]): RowTexts {
  const spoken = turns.filter(({role, text}) => role !== "other" && text !== "");
  const asked = spoken.findIndex(({role}, i) => role === "user" && spoken[i + 1]?.role === "assistant");
  if (asked >= 0) return {query: spoken[asked]!.text, response: spoken[asked + 1]!.text};
  return {reason: spoken.some(({role}) => role === "user") ? "no-response" : "no-query"};
}

function toTurn(value: unknown): SpokenTurn | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const message = value as DataRow;
  const speaker = firstField(message, roleFields);
  if (typeof speaker !== "string") return undefined;
  const text = textOf(firstField(message, contentFields));
  const {tool_calls: calls} = message;
  const isCall = text === "" && Array.isArray(calls) && calls.length > 0;
  return {role: roles[speaker.toLowerCase()] ?? "other", text: isCall ? JSON.stringify(calls) : text};
}

const firstField = (message: DataRow, names: readonly string[]): unknown =>
  names.map((name) => message[name]).find((value) => value !== undefined && value !== null);

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
