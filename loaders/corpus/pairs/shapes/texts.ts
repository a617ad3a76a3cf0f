import type {DataRow, RowTexts} from "./pair-shape.js";

export const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

/** The first of these columns that is not empty. */
export const firstOf = (row: DataRow, names: readonly string[]): unknown =>
  names.map((name) => row[name]).find(isGiven);

/** A query and its response, or which of them is missing. */
export function toTexts(query: string, response: string): RowTexts {
  if (query === "") return {reason: "no-query"};
  return response === "" ? {reason: "no-response"} : {query, response};
}

/** A text, or the texts of a list of content parts; empty when there is none. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value.trim();
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (!Array.isArray(value)) return "";
  const texts = (value as unknown[]).map((part) => {
    if (typeof part === "string") return part;
    const text = typeof part === "object" && part !== null ? (part as DataRow).text : undefined;
    return typeof text === "string" ? text : "";
  });
  return texts.join("\n").trim();
}
