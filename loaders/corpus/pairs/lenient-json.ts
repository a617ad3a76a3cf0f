// a string that never ends is taken to the end, so that no text takes more than one pass
const nonFinite = /("[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$))|\bNaN\b|-?\bInfinity\b/g;

/**
 * A JSON object as Python's json module writes it: NaN and Infinity, which JSON does not have, become null. Undefined
 * when the text is anything but one object.
 */
export function maybeJsonObject(text: string): Record<string, unknown> | undefined {
  const value = parse(text) ?? (/NaN|Infinity/.test(text) ? parse(withoutNonFinite(text)) : undefined);
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
