import type {PairShape, SkipReason} from "./pairs.js";

/** The texts of one row, or why it is no pair. */
export type RowPair = {shape: PairShape; query: string; response: string} | {reason: SkipReason};

type Row = Record<string, unknown>;

const chatColumns = ["messages", "conversations", "conversation"];
const queryColumns = ["prompt", "query", "question"];
const responseColumns = ["response", "completion", "answer"];
const contextColumns = ["input", "context"];
const outputColumns = ["output", "response", "completion"];

/** Every column that a pair may be read from. */
export const pairColumns: readonly string[] = [
  ...new Set([...chatColumns, ...queryColumns, ...responseColumns, "instruction", ...contextColumns, ...outputColumns])
];

/** What a row should be; the end of an error message. */
export const expectedShapes =
  "expected messages, conversations, prompt and response or completion, or instruction and output";

/** The first query of a row and the first answer to it, whatever the row's shape. System messages are left out. */
export function toPair(row: Row): RowPair {
  for (const name of chatColumns) {
    const turns = turnsOf(row[name]);
    if (turns !== undefined) return fromTurns(turns, name === "messages" ? "messages" : "conversations");
  }
  if (isGiven(row.instruction) || (isGiven(row.input) && isGiven(row.output))) return fromInstruction(row);
  const query = firstOf(row, queryColumns);
  const response = firstOf(row, responseColumns);
  if (query === undefined && response === undefined) return {reason: "unknown-shape"};
  return fromPrompt(query, response);
}

interface Turn {
  role: "user" | "assistant" | "other";
  text: string;
}

function fromTurns(turns: readonly Turn[], shape: PairShape): RowPair {
  const spoken = turns.filter(({role, text}) => role !== "other" && text !== "");
  const asked = spoken.findIndex(({role}, i) => role === "user" && spoken[i + 1]?.role === "assistant");
  if (asked >= 0) return {shape, query: spoken[asked]!.text, response: spoken[asked + 1]!.text};
  return {reason: spoken.some(({role}) => role === "user") ? "no-response" : "no-query"};
}

function fromInstruction(row: Row): RowPair {
  const parts = [row.instruction, firstOf(row, contextColumns)].map(textOf).filter((text) => text !== "");
  return pair("instruction-output", parts.join("\n\n"), textOf(firstOf(row, outputColumns)));
}

/** A prompt and its completion may themselves be lists of messages. */
function fromPrompt(query: unknown, response: unknown): RowPair {
  const asked = turnsOf(query);
  const answered = turnsOf(response);
  const question = asked === undefined ? textOf(query) : (asked.find(({role}) => role === "user")?.text ?? "");
  const answer =
    answered === undefined ? textOf(response) : (answered.find(({role}) => role === "assistant")?.text ?? "");
  return pair("prompt-response", question, answer);
}

function pair(shape: PairShape, query: string, response: string): RowPair {
  if (query === "") return {reason: "no-query"};
  return response === "" ? {reason: "no-response"} : {shape, query, response};
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

const firstOf = (row: Row, names: readonly string[]): unknown =>
  names.map((name) => row[name]).find((value) => isGiven(value));

const roles: Record<string, Turn["role"]> = {
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

/** The turns of a list of messages, also where it stands as JSON text; undefined when the value is something else. */
function turnsOf(value: unknown): Turn[] | undefined {
  const list = typeof value === "string" && value.trimStart().startsWith("[") ? parseList(value) : value;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const turns = (list as unknown[]).map(toTurn);
  return turns.some((turn) => turn === undefined) ? undefined : (turns as Turn[]);
}

function toTurn(value: unknown): Turn | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const {role, from, content, value: words, tool_calls: calls} = value as Row;
  const speaker = role ?? from;
  if (typeof speaker !== "string") return undefined;
  const text = textOf(content ?? words);
  const isCall = text === "" && Array.isArray(calls) && calls.length > 0;
  return {role: roles[speaker.toLowerCase()] ?? "other", text: isCall ? JSON.stringify(calls) : text};
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A text, or the texts of a list of content parts; empty when there is none. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value.trim();
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (!Array.isArray(value)) return "";
  const texts = (value as unknown[]).map((part) => {
    if (typeof part === "string") return part;
    const text = typeof part === "object" && part !== null ? (part as Row).text : undefined;
    return typeof text === "string" ? text : "";
  });
  return texts.join("\n").trim();
}
