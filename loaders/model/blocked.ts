import {isObject, type JsonObject} from "./json.js";

const reasonKey = /^block_?reason(?:_?message)?$/i;
const verdictKey = /^(?:blocked|filtered|flagged)$/i;
const deepest = 6;

/** Why a provider blocked the prompt, where an answer says so anywhere; null when it does not. */
export function blockReason(answer: JsonObject): string | null {
  return reasonIn(answer, 0);
}

function reasonIn(value: unknown, depth: number): string | null {
  if (depth > deepest || typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(value) && reasonKey.test(key) && typeof inner === "string" && inner !== "") return inner;
    if (verdictKey.test(key) && inner === true) return key;
  }
  for (const [key, inner] of Object.entries(value)) {
    const reason = reasonIn(inner, depth + 1);
    if (reason !== null) return isObject(value) && verdictKey.test(reason) ? `${key}: ${reason}` : reason;
  }
  return null;
}
