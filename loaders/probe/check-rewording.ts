import {detect} from "tinyld";
import {isRefusal} from "../surf/gate.js";

/** Why a rewording is not used. */
export type Rejection = "identical" | "answers" | "other-language" | "other-substance" | "no-text" | "failed";

const shortestForLanguage = 40; // letters below which a language can't be told
const leastShared = 0.3; // of the words that carry the substance
const mostLonger = {times: 2.5, characters: 200}; // a rewording that grows further has begun to answer

/**
 * Checks that a rewording is another text, asks and does not answer, is in the same language and near the substance of
 * the original: all of its numbers, and a part of its longer words. Null: it may be used.
 */
export function checkRewording(original: string, rewording: string, others: readonly string[]): Rejection | null {
  const own = fold(rewording);
  if (own === fold(original) || others.some((other) => fold(other) === own)) return "identical";
  if (isAnswer(original, rewording)) return "answers";
  if (!sameLanguage(original, rewording)) return "other-language";
  return sharesSubstance(original, rewording) ? null : "other-substance";
}

const fold = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();

const answering = /^\W*(?:sure|certainly|of course|here (?:is|are)|the answer|yes,|no,|great question)/i;

function isAnswer(original: string, rewording: string): boolean {
  if (isRefusal(rewording) && !isRefusal(original)) return true;
  if (answering.test(rewording) && !answering.test(original)) return true;
  return rewording.length > original.length * mostLonger.times + mostLonger.characters;
}

function sameLanguage(original: string, rewording: string): boolean {
  const letters = (text: string) => text.replaceAll(/[^\p{L}\p{M}]/gu, "").length;
  if (Math.min(letters(original), letters(rewording)) < shortestForLanguage) return true;
  const [before, after] = [detect(original), detect(rewording)];
  return before === "" || after === "" || before === after;
}

const numberPattern = /\d+(?:[.,]\d+)*/g;

function sharesSubstance(original: string, rewording: string): boolean {
  const numbers = new Set(rewording.match(numberPattern));
  if ((original.match(numberPattern) ?? []).some((number) => !numbers.has(number))) return false;
  const [wanted, there] = [stems(original), stems(rewording)];
  if (wanted.size === 0) return true;
  return [...wanted].filter((stem) => there.has(stem)).length / wanted.size >= leastShared;
}

/** The first letters of the longer words: what inflection leaves alone. */
const stems = (text: string): Set<string> =>
  new Set((fold(text).match(/[\p{L}\p{M}\p{N}]{4,}/gu) ?? []).map((word) => word.slice(0, 5)));
