import {isNoun} from "./lexicon.js";
import {commonWords} from "./common-words.js";
import type {Note} from "../note.js";
import type {Text} from "./text.js";
import {wordsOf} from "./words.js";

const most = 3;
const scripts = wordsOf("Latin Cyrillic Greek Arabic Hebrew Devanagari Hangul"); // those that put spaces between words
const wordOfSpaces = new RegExp(`^[${scripts.map((name) => `\\p{Script=${name}}`).join("")}]+$`, "u");

/** Topic words: the longer and more repeated words that everyday texts lack. */
export function noteMentions({tokens}: Text, note: Note): void {
  const counts = new Map<string, number>();
  for (const token of tokens.slice(0, 400)) {
    const word = singular(token);
    if (
      word.length >= 4 &&
      wordOfSpaces.test(word) &&
      !commonWords.has(token) &&
      !commonWords.has(word) &&
      isNoun(word) &&
      isNoun(token)
    )
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const ranked = [...counts].map(([word, count]) => ({word, score: count * 2 + Math.min(word.length, 12) / 4}));
  ranked.sort((a, b) => b.score - a.score);
  for (const {word} of ranked.slice(0, most)) note(15, `mentions the word ${word}`);
}

/** A plural's singular, as far as its ending tells; "class" and "status" are none. */
export function singular(word: string): string {
  if (word.endsWith("'s")) return word.slice(0, -2);
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:ch|sh|ss|x)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith("eses")) return `${word.slice(0, -2)}is`;
  return word.length > 3 && /[^suig]s$/.test(word) ? word.slice(0, -1) : word;
}
