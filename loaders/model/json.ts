// Reads answers of servers, which may have any shape.

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const objectAt = (value: unknown, key: string): JsonObject | null => {
  const inner = isObject(value) ? value[key] : undefined;
  return isObject(inner) ? inner : null;
};

export const stringAt = (value: unknown, key: string): string | null => {
  const inner = isObject(value) ? value[key] : undefined;
  return typeof inner === "string" && inner !== "" ? inner : null;
};

export const maxCount = 2 ** 31 - 1; // the largest number that a column of counts holds

/** A count; null when it is missing or no whole number from 0 to 2^31 - 1. */
export const countAt = (value: unknown, key: string): number | null =>
  toCount(isObject(value) ? value[key] : undefined);

export const toCount = (value: unknown): number | null =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= maxCount ? value : null;

/** Where the bodies of errors repeat the request. */
export const echoKeys: readonly string[] = ["input", "messages", "prompt", "body", "ctx"];
