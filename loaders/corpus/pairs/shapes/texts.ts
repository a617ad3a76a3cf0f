import type {DataRow, RowTexts} from "./pair-shape.js";

export const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

/** An object that is not a list. */
export const isRecord = (value: unknown): value is DataRow =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The first of these columns that is not empty. */
export const firstOf = (row: DataRow, names: readonly string[]): unknown =>
  names.map((name) => row[name]).find(isGiven);

/** A query and its response, or which of them is missing. */
export function toTexts(query: string, response: string): RowTexts {
  if (query === "") return {reason: "no-query"};
  return response === "" ? {reason: "no-response"} : {query, response};
}

const thought = /think|thought|reason/i;

/** A text, or the texts of a list of content parts without those that are thought; empty when there is none. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value.trim();
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (isRecord(value)) return partText(value).trim();
  return Array.isArray(value) ? (value as unknown[]).map(partText).join("\n").trim() : "";
}

function partText(part: unknown): string {
  if (typeof part === "string") return part;
  if (!isRecord(part) || (typeof part.type === "string" && thought.test(part.type))) return "";
  const {text, parts} = part;
  if (typeof text === "string") return text;
  if (isRecord(text)) return typeof text.value === "string" ? text.value : "";
  return Array.isArray(parts) ? textOf(parts) : "";
}
