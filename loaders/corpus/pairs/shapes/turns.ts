import {maybeJson} from "../lenient-json.js";
import type {DataRow} from "./pair-shape.js";
import {maybePythonLiteral} from "./python-literal.js";
import {roleOf, type Role} from "./roles.js";
import {isGiven, isRecord, textOf} from "./texts.js";

/** One message of a conversation, in our words. */
export interface Turn {
  role: Role;
  text: string;
  what?: string; // what was not understood: its role, or content without a text
  untrained?: string; // the field that says that it was not trained on
}

/** Fields of a message: who speaks, and what is said. */
export const roleFields = ["role", "from", "speaker", "sender", "author"];
export const contentFields = ["content", "value", "text", "parts", "message", "utterance"];
const callField = /^(?:(?:tool|function)_?(?:calls?|use)|refusal)$/i;
const callPart = /^(?:tool|function|server_tool)[-_]?(?:calls?|use)$/i;
const resultPart = /^(?:tool|function)[-_]?(?:call[-_])?(?:result|response|output)$/i;

/** Whether a message's field is read; `type` only where it names who speaks. */
export const isTurnField = (name: string): boolean =>
  [...roleFields, ...contentFields, ...trainingFields, "type", "data"].includes(name) || callField.test(name);

/** Whether records with these fields are messages. */
export const areTurnFields = (names: readonly string[]): boolean =>
  names.some((name) => roleFields.includes(name) || name === "type") &&
  names.some((name) => contentFields.includes(name) || name === "data");

/** Fields of a record that holds a question and its answer. */
const exchangeFields: readonly (readonly [string, string])[] = [
  ["input", "output"],
  ["instruction", "output"],
  ["prompt", "response"],
  ["prompt", "completion"],
  ["question", "answer"],
  ["query", "response"],
  ["user", "assistant"],
  ["human", "assistant"],
  ["human", "gpt"],
  ["human", "bot"]
];

/**
 * The turns of a list of messages, of a record of lists, or of either as the text of JSON or of a Python value.
 * Undefined when the value is something else.
 */
export function turnsOf(value: unknown): Turn[] | undefined {
  const given = parsed(value);
  if (isRecord(given)) return maybeMessages(zipped(given));
  if (Array.isArray(given) && given.length === 1 && Array.isArray(given[0])) return maybeMessages(given[0]);
  return maybeMessages(given);
}

/**
 * The same of a column that is known to hold a conversation, where it may also be texts in turn (`[question, answer]`),
 * pairs of them, or records of a question and its answer.
 */
export function conversationOf(value: unknown): Turn[] | undefined {
  const given = parsed(value);
  const turns = turnsOf(given);
  if (turns !== undefined || !Array.isArray(given) || given.length === 0) return turns;
  const list = given as unknown[];
  if (list.every((text) => typeof text === "string")) return list.length > 1 ? inTurn(list) : undefined;
  const exchanges = list.map(exchangeOf);
  return exchanges.every((each) => each !== undefined) ? exchanges.flatMap(inTurn) : undefined;
}

const inTurn = (texts: readonly unknown[]): Turn[] =>
  texts.map((text, i) => ({role: i % 2 === 0 ? "user" : "assistant", text: textOf(text)}));

function exchangeOf(value: unknown): [unknown, unknown] | undefined {
  if (Array.isArray(value))
    return value.length === 2 && value.every((text) => typeof text === "string") ? [value[0], value[1]] : undefined;
  if (!isRecord(value)) return undefined;
  const fields = exchangeFields.find(([query, response]) => query in value && response in value);
  return fields && [value[fields[0]], value[fields[1]]];
}

/** The value of a text that begins as a list or a record; anything else as it is. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*(?:[[{]|array\()/.test(value)) return value;
  return maybeJson(value) ?? maybePythonLiteral(value);
}

/** A record of lists as a list of records. */
function zipped(lists: DataRow): DataRow[] | undefined {
  const fields = Object.entries(lists).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const length = fields[0]?.[1].length ?? 0;
  if (length === 0 || fields.some(([, list]) => list.length !== length)) return undefined;
  if (!areTurnFields(fields.map(([name]) => name))) return undefined;
  return fields[0]![1].map((_, i) => Object.fromEntries(fields.map(([name, list]) => [name, list[i]])));
}

function maybeMessages(value: unknown): Turn[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const list = value as unknown[];
  return list.some((each) => isRecord(each) && speakerOf(each) !== undefined) ? list.map(toTurn) : undefined;
}

/** The word for who speaks. `type` is one where it is known to be: content parts have a type as well. */
function speakerOf(message: DataRow): string | undefined {
  const named = roleFields.map((name) => message[name]).find(isGiven);
  const word = isRecord(named) ? (named.role ?? named.name) : named;
  if (typeof word === "string") return word;
  const {type} = message;
  return named === undefined && typeof type === "string" && roleOf(type) !== "unknown" ? type : undefined;
}

function toTurn(value: unknown): Turn {
  if (!isRecord(value)) return {role: "unknown", text: "", what: "a message that is no record"};
  const message = isRecord(value.data) ? {...value, ...value.data} : value;
  const speaker = speakerOf(message);
  if (speaker === undefined) return {role: "unknown", text: "", what: "a message without a role"};
  const role = roleOf(speaker);
  if (role === "unknown") return {role, text: "", what: `role ${shownWord(speaker)}`};
  const content = contentFields.map((name) => message[name]).find(isGiven);
  const parts = Array.isArray(content) ? content.filter(isRecord) : [];
  const text = textOf(content);
  const untrained = untrainedBy(message);
  if (text !== "") return {role, text, ...(untrained !== undefined && {untrained})};
  if (role === "user" && parts.some(({type}) => resultPart.test(String(type)))) return {role: "tool", text: ""};
  if (role === "assistant") {
    const call = callOf(message) || shownCall(parts.filter(({type}) => callPart.test(String(type))));
    if (call !== "") return {role: "call", text: call};
  }
  if (!isGiven(content) || (Array.isArray(content) && content.length === 0) || typeof content === "string")
    return {role, text};
  return {role, text, what: "content without a text"};
}

const trainingFields = ["weight", "train", "trainable", "loss"];

/** The field by which fine-tuning formats leave a message out of the loss: `weight: 0`, `train: false`. */
const untrainedBy = (message: DataRow): string | undefined =>
  trainingFields.find((name) => [0, 0n, false].includes(message[name] as number));

/** What an assistant's message without words calls, or the words of its refusal. */
function callOf(message: DataRow): string {
  const calls = Object.entries(message).filter(([name]) => callField.test(name));
  return calls.map(([, call]) => shownCall(call)).find((text) => text !== "") ?? "";
}

const nothing = new Set(["", "[]", "{}", "null", "None"]);

function shownCall(call: unknown): string {
  const text = typeof call === "string" ? call.trim() : JSON.stringify(withoutNulls(call) ?? null);
  return nothing.has(text) ? "" : text;
}

/** Parquet and Arrow know the fields of all rows; lines only those that were written. */
function withoutNulls(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value) || value instanceof Date) return value;
  const given = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
  return Object.fromEntries(given.map(([name, each]) => [name, withoutNulls(each)]));
}

const shownWord = (word: string): string => JSON.stringify(word.length > 30 ? `${word.slice(0, 30)}...` : word);
