import {isObject} from "./json.js";

/** What the content of a message says. */
export interface Content {
  text: string;
  thoughts: string[];
  refusal: string | null;
}

/** Reads a text, or a list of parts. A part of a kind that is not known to be text is kept with the thoughts. */
export function readContent(content: unknown): Content {
  const read: Content = {text: "", thoughts: [], refusal: null};
  for (const part of Array.isArray(content) ? (content as unknown[]) : [content]) {
    const words = wordsIn(part);
    const kind = kindOf(part);
    if (kind === "text") read.text += words;
    else if (kind === "refusal") read.refusal = (read.refusal ?? "") + words;
    else if (words !== "") read.thoughts.push(words);
  }
  return read;
}

function kindOf(part: unknown): "text" | "refusal" | "thought" {
  if (!isObject(part)) return "text";
  const {type = "text", thought} = part;
  if (type === "refusal") return "refusal";
  return (type === "text" || type === "output_text") && thought !== true ? "text" : "thought";
}

const thoughtKey = /reason|think|thought/i;
const noThought = /effort|token|signature|format|budget|time|duration|finish|stop|_id$/i;

/** The thoughts in fields of a message beside its content, whatever they are called; each once. */
export function thoughtsBeside(message: Record<string, unknown>): string[] {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(message)) {
    const words = thoughtKey.test(key) && !noThought.test(key) ? wordsIn(value) : "";
    const same = words.replaceAll(/\s+/g, "");
    if (same !== "" && !found.has(same)) found.set(same, words);
  }
  return [...found.values()];
}

const wordKeys = ["text", "thinking", "reasoning", "summary", "content", "refusal"];
const deepest = 6;

/** The words in a value: itself, those of its parts, or what it holds under one of the usual names. */
function wordsIn(value: unknown, depth = 0): string {
  if (typeof value === "string") return value;
  if (depth > deepest) return "";
  if (Array.isArray(value)) return value.map((part) => wordsIn(part, depth + 1)).join("");
  if (!isObject(value)) return "";
  for (const key of wordKeys) {
    const words = wordsIn(value[key], depth + 1);
    if (words !== "") return words;
  }
  return "";
}
