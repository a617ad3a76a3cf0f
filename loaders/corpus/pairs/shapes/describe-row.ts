import type {DataRow} from "./pair-shape.js";
import {isRecord} from "./texts.js";

const maxColumns = 30;
const maxFields = 8;

/**
 * The columns of a row and what they hold, without any of it: `question (text), answers ({text: list of text})`.
 * Columns that were not read come last, by their names.
 */
export function describeRow(row: DataRow, all: readonly string[] = []): string {
  const columns = [
    ...Object.entries(row).map(([name, value]) => `${shown(name)} (${kindOf(value, 0)})`),
    ...all.filter((name) => !(name in row)).map(shown)
  ];
  return columns.slice(0, maxColumns).join(", ") + (columns.length > maxColumns ? ", ..." : "");
}

function kindOf(value: unknown, depth: number): string {
  if (value === null || value === undefined) return "empty";
  if (typeof value === "string") return "text";
  if (typeof value === "bigint") return "number";
  if (Array.isArray(value)) return value.length === 0 ? "empty list" : `list of ${kindOf(value[0], depth + 1)}`;
  if (!isRecord(value)) return typeof value;
  const fields = Object.entries(value);
  if (depth > 2 || fields.length > maxFields) return "record";
  return `{${fields.map(([name, field]) => `${shown(name)}: ${kindOf(field, depth + 1)}`).join(", ")}}`;
}

const shown = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}...` : name);
