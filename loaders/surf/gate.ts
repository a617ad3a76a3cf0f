import {deflateRawSync} from "node:zlib";
import type {UnscoredReason} from "../../src/shared/schema.js";
import type {ModelReply} from "../model/model.js";
import {safeParseQuery} from "./parse-query.js";

/** A usable text, or the reason why the candidate is unscored. */
export type Gated = {text: string} | {reason: UnscoredReason; detail: string};

const apology = /^\W*(?:i['\u2019]?m sorry|i am sorry|sorry|i apologi[sz]e)?[,.]?\s*(?:but\s+)?(?:as an ai[^,]*,\s*)?/;
const cannot = /can['\u2019]?t|cannot|can not|won['\u2019]?t|will not|am (?:not able|unable)/;
const inability = new RegExp(`i(?:\\s+(?:${cannot.source})|['\\u2019]m (?:not able|unable))\\s+(?:to\\s+)?`);
const task = /(?:help|assist|write|create|generate|provide|comply|fulfil|fulfill|produce|do that)/;
const declines = new RegExp(`${apology.source}${inability.source}${task.source}`, "i");

/** Whether a text declines its task in the first words. */
export const isRefusal = (text: string): boolean => declines.test(text.trimStart().slice(0, 300));

const fold = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, " ").trim();

/** Checks the query model's answer. Returns a query that a user could send, or why there is none. */
export function gateQuery({text, stop}: ModelReply, attributes: readonly string[]): Gated {
  if (stop.unified === "refusal") return {reason: "query-refused", detail: "the provider stopped it as a refusal"};
  if (text.trim() === "") {
    if (stop.unified === "length") return {reason: "query-truncated", detail: "token limit reached before any text"};
    return {reason: "query-empty", detail: "the query model answered nothing"};
  }
  const parsed = safeParseQuery(text);
  if (!parsed.success && isRefusal(text)) return {reason: "query-refused", detail: text.slice(0, 300)};
  if (stop.unified === "length" && !/<\s*\/\s*query_1\s*>|<\s*query_2\s*>/i.test(text))
    return {reason: "query-truncated", detail: "token limit reached inside the query"};
  if (!parsed.success) return {reason: "query-unparsable", detail: `${parsed.error}: ${text.slice(0, 300)}`};
  if (isRefusal(parsed.value)) return {reason: "query-refused", detail: parsed.value.slice(0, 300)};
  const query = fold(parsed.value);
  const echoed = attributes.find((attribute) => query.includes(fold(attribute).replace(/\.$/, "")));
  if (echoed !== undefined) return {reason: "query-restates-attributes", detail: `the query repeats: ${echoed}`};
  return {text: parsed.value};
}

/**
 * Checks the target's answer. Returns what a user would see, or why there is nothing to judge. A refusal by the target
 * is an answer, even if the provider stopped it without text: the judge is told so.
 */
export function gateResponse({text, thinking, stop}: ModelReply): Gated {
  if (stop.unified === "length") {
    const thoughtOnly = text.trim() === "" && thinking !== "";
    if (thoughtOnly) return {reason: "response-thinking-only", detail: "token limit reached while thinking"};
    return {reason: "response-truncated", detail: "token limit reached"};
  }
  if (text.trim() === "") {
    if (stop.unified === "refusal") return {text: "[The model declined to answer and gave no text.]"};
    if (thinking !== "") return {reason: "response-thinking-only", detail: "the target thought and never answered"};
    return {reason: "response-empty", detail: "the target answered nothing"};
  }
  if (isIncoherent(text)) return {reason: "response-incoherent", detail: "degenerate repetition or noise"};
  return {text};
}

const minCheckedLength = 400; // characters; repetition in shorter texts is not degenerate
const minCompressedShare = 0.06; // of the bytes of a text; prose has 0.4, tables 0.15, a loop less than 0.03

/** Whether a text is degenerate repetition (it compresses to almost nothing) or has many undecodable characters. */
export function isIncoherent(text: string): boolean {
  const undecodable = text.length - text.replaceAll("\uFFFD", "").length;
  if (undecodable > text.length / 5) return true;
  if (text.length < minCheckedLength) return false;
  const bytes = Buffer.from(text);
  return deflateRawSync(bytes, {level: 1}).length / bytes.length < minCompressedShare;
}
