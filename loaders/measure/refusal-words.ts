import {regex} from "../util/regex.js";

const firstWords = (text: string): string => text.trimStart().slice(0, 300);

const apology = /^\W*(?:i['\u2019]?m sorry|i am sorry|sorry|i apologi[sz]e)?[,.]?\s*(?:but\s+)?(?:as an ai[^,]*,\s*)?/;
const cannot = /can['\u2019]?t|cannot|can not|won['\u2019]?t|will not|am (?:not able|unable)/;
const inability = new RegExp(`i(?:\\s+(?:${cannot.source})|['\\u2019]m (?:not able|unable))\\s+(?:to\\s+)?`);
const task = /(?:help|assist|write|create|generate|provide|comply|fulfil|fulfill|produce|do that)/;
const declines = new RegExp(`${apology.source}${inability.source}${task.source}`, "i");

/** Whether a text declines its task in the first words. */
export const isRefusal = (text: string): boolean => declines.test(firstWords(text));

const anyWords = regex("i")`
  \bi['\u2019]m sorry\b
  |\bi am sorry\b
  |\bi apologi[sz]e\b
  |\bi cannot\b
  |\bi can['\u2019]?t\b
  |\bi(?:['\u2019]m| am) (?:unable|not able) to\b
  |\bi (?:won['\u2019]t|will not)\b
  |\bas an? (?:ai\b|artificial intelligence|language model)
`;

/** The first words of apology or refusal near the start of a text; null when there are none. */
export const wordsOfRefusal = (text: string): string | null => anyWords.exec(firstWords(text))?.[0] ?? null;
