import {deflateRawSync} from "node:zlib";
import type {UnscoredReason} from "../../src/shared/schema.js";
import type {ModelReply} from "../model/model.js";
import {isRefusal} from "../measure/refusal-words.js";
import {isQueryWhole, safeParseQuery} from "./parse-query.js";

/** A usable text (the beginning of one, where it is `cut`), or the reason why the candidate is unscored. */
export type Gated = {text: string; cut?: true} | {reason: UnscoredReason; detail: string};

export {isRefusal};

const fold = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, " ").trim();

/** Checks the query model's answer. Returns a query that a user could send, or why there is none. */
export function gateQuery({text, stop}: ModelReply, attributes: readonly string[]): Gated {
  if (stop.unified === "refusal") return {reason: "query-refused", detail: "the provider stopped it as a refusal"};
  const cut = describeCut(stop);
  if (text.trim() === "")
    return cut === null
      ? {reason: "query-empty", detail: "the query model answered nothing"}
      : {reason: `query-${cut.how}`, detail: `${cut.words} before any text`};
  const parsed = safeParseQuery(text);
  if (!parsed.success && isRefusal(text)) return {reason: "query-refused", detail: text.slice(0, 300)};
  if (cut !== null && !isQueryWhole(text)) return {reason: `query-${cut.how}`, detail: `${cut.words} inside the query`};
  if (!parsed.success) return {reason: "query-unparsable", detail: `${parsed.error}: ${text.slice(0, 300)}`};
  if (isRefusal(parsed.value)) return {reason: "query-refused", detail: parsed.value.slice(0, 300)};
  const query = fold(parsed.value);
  const echoed = attributes.find((attribute) => query.includes(fold(attribute).replace(/\.$/, "")));
  if (echoed !== undefined) return {reason: "query-restates-attributes", detail: `the query repeats: ${echoed}`};
  return {text: parsed.value};
}

/** How an answer was cut off; null when it came to a known end. */
export function describeCut({unified, raw}: ModelReply["stop"]): {how: "truncated" | "failed"; words: string} | null {
  if (unified === "length") return {how: "truncated", words: "token limit reached"};
  if (unified === "other") return {how: "failed", words: `stopped without a known end (${raw ?? "no reason given"})`};
  return null;
}

const declined = "[The model declined to answer and gave no text.]";
const cutByFilter = "[The answer was stopped here as a refusal.]";

const incoherent: Gated = {reason: "response-incoherent", detail: "degenerate repetition or noise"};

/**
 * The gate before the judge: an answer a user would see, or why there is none. A refusal by the target is an answer,
 * also where the provider cut it off, without words or amid them: the judge is told so. An answer that its token limit cut
 * off is no answer, unless the study wants what came of it judged.
 */
export function gateResponse({text, thinking, stop}: ModelReply, truncated?: "judge"): Gated {
  const cut = describeCut(stop);
  if (cut?.how === "truncated" && truncated === "judge" && text.trim() !== "") return gateCut(text);
  if (cut !== null) {
    const thoughtOnly = text.trim() === "" && thinking !== "" && cut.how === "truncated";
    if (thoughtOnly) return {reason: "response-thinking-only", detail: `${cut.words} while thinking`};
    return {reason: `response-${cut.how}`, detail: cut.words};
  }
  if (text.trim() === "") {
    if (stop.unified === "refusal") return {text: declined};
    if (thinking !== "") return {reason: "response-thinking-only", detail: "the target thought and never answered"};
    return {reason: "response-empty", detail: "the target answered nothing"};
  }
  if (isIncoherent(text)) return incoherent;
  return {text: stop.unified === "refusal" && !isRefusal(text) ? `${text}\n${cutByFilter}` : text};
}

const gateCut = (text: string): Gated => (isIncoherent(text) ? incoherent : {text, cut: true});

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
