import type {Parsed} from "../surf/parse-query.js";
import type {Side} from "./side.js";
import {maxAttributes} from "./extractor.js";

const heads: Record<Side, RegExp> = {
  query: /^the\s+(?:user'?s?\s+)?(?:query|prompt|question|request|input|user|message)\b/i,
  response:
    /^the\s+(?:model'?s?\s+|ai'?s?\s+|assistant'?s?\s+)?(?:response|answer|reply|output|model|assistant|completion)\b/i
};

const item = /^\s{0,12}(?:[-*\u2022\u2013]|\(?\d{1,2}[.):]|\(?\d{1,2}\s?[-\u2013])\s+/;
const verb = /^(?:is|has|does|was|contains|asks|uses|[a-z]{2,20}s)\b/i;
const longest = 400; // characters: a longer "sentence" is prose

/**
 * The attributes in a model's answer: a numbered or bulleted list, plain lines, or JSON. Tolerates prose around them,
 * other case, marks of emphasis, fewer than ten (what is there counts) and more (the first ten). Every one begins with
 * "The query" or "The response"; a list item that begins with its verb is given that head, and nothing else is added.
 * Fails when there is none.
 */
export function safeParseAttributes(side: Side, text: string): Parsed<string[]> {
  const found = new Set<string>();
  for (const {words, isItem} of fromJson(text) ?? fromLines(text)) {
    const sentence = toSentence(side, words, isItem);
    if (sentence !== undefined) found.add(sentence);
  }
  const attributes = [...found].slice(0, maxAttributes);
  return attributes.length > 0
    ? {success: true, value: attributes}
    : {success: false, error: `no sentence that begins with "The ${side}" in the answer`};
}

/** As safeParseAttributes; throws an Error with the reason where there is none. */
export function parseAttributes(side: Side, text: string): string[] {
  const parsed = safeParseAttributes(side, text);
  if (!parsed.success) throw new Error(parsed.error);
  return parsed.value;
}

interface ParsedEntry {
  words: string;
  isItem: boolean;
}

const fromLines = (text: string): ParsedEntry[] =>
  text
    .split(/\r?\n/)
    .map((line) => ({words: line.replace(item, ""), isItem: item.test(line)}))
    .filter(({words}) => words.trim() !== "");

/** The strings of a JSON list, of an object that holds one, or of a list of objects; undefined when there is none. */
function fromJson(text: string): ParsedEntry[] | undefined {
  const start = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf("]"), text.lastIndexOf("}"));
  if (start < 0 || end < start) return undefined;
  try {
    const strings = stringsIn(JSON.parse(text.slice(start, end + 1)));
    return strings.length > 0 ? strings.map((words) => ({words, isItem: true})) : undefined;
  } catch {
    return undefined;
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

function toSentence(side: Side, words: string, isItem: boolean): string | undefined {
  if (words.trim().length > 2 * longest) return undefined; // before the patterns below, which are not linear
  const bare = words
    .trim()
    .replaceAll(/\*\*|__|`/g, "")
    .replace(/^["'\u201c\s]+|["'\u201d,\s]+$/g, "");
  const plain = bare.replaceAll(/\s+/g, " ");
  if (plain.length > longest) return undefined;
  const head = heads[side].exec(plain)?.[0];
  const rest = head !== undefined ? plain.slice(head.length) : isItem && verb.test(plain) ? ` ${lowered(plain)}` : "";
  if (!/[\p{L}\p{N}]/u.test(rest)) return undefined;
  return `The ${side}${rest.replace(/[\s.]+$/, "")}.`;
}

const lowered = (text: string): string => text[0]!.toLowerCase() + text.slice(1);
