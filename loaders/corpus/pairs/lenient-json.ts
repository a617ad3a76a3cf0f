// a string that never ends is taken to the end, so that no text takes more than one pass
const nonFinite = /("[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$))|\bNaN\b|-?\bInfinity\b/g;

/**
 * A JSON value as Python's json module writes it: NaN and Infinity, which JSON does not have, become null. Undefined
 * when the text is not JSON.
 */
export const maybeJson = (text: string): unknown =>
  parse(text) ?? (/NaN|Infinity/.test(text) ? parse(withoutNonFinite(text)) : undefined);

/** The same where the text is one object; undefined when it is anything else. */
export function maybeJsonObject(text: string): Record<string, unknown> | undefined {
  const value = maybeJson(text);
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

const withoutNonFinite = (text: string): string =>
  text.replace(nonFinite, (match, quoted) => (quoted === undefined ? "null" : match));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
