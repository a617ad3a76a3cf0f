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

/** A count; null when it is missing or no number. */
export const countAt = (value: unknown, key: string): number | null => {
  const inner = isObject(value) ? value[key] : undefined;
  return typeof inner === "number" && Number.isFinite(inner) ? inner : null;
};
