import {detectAll} from "tinyld";
import {commonWords} from "./common-words.js";
import type {Note} from "../note.js";
import type {Text} from "./text.js";
import {countIn, wordSet} from "./words.js";

const looked = 300; // characters
const fewWords = 15; // below it names weigh as much as words, and belong to no language
const minAccuracy = 0.1; // of the detector: below it it guesses

/** Scripts that are written by one language, or nearly. Han is settled after Kana. */
const scripts: readonly [RegExp, string][] = [
  [/[\u3040-\u30ff]/g, "Japanese"],
  [/[\uac00-\ud7af\u1100-\u11ff]/g, "Korean"],
  [/[\u3400-\u9fff]/g, "Chinese"],
  [/[\u0e00-\u0e7f]/g, "Thai"],
  [/[\u0370-\u03ff]{2}/g, "Greek"],
  [/[\u0590-\u05ff]/g, "Hebrew"],
  [/[\u0980-\u09ff]/g, "Bengali"],
  [/[\u0a00-\u0a7f]/g, "Punjabi"],
  [/[\u0a80-\u0aff]/g, "Gujarati"],
  [/[\u0b80-\u0bff]/g, "Tamil"],
  [/[\u0c00-\u0c7f]/g, "Telugu"],
  [/[\u0c80-\u0cff]/g, "Kannada"],
  [/[\u0d00-\u0d7f]/g, "Malayalam"],
  [/[\u0d80-\u0dff]/g, "Sinhala"],
  [/[\u0e80-\u0eff]/g, "Lao"],
  [/[\u1000-\u109f]/g, "Burmese"],
  [/[\u10a0-\u10ff]/g, "Georgian"],
  [/[\u0530-\u058f]/g, "Armenian"],
  [/[\u1200-\u137f]/g, "Amharic"],
  [/[\u1780-\u17ff]/g, "Khmer"]
];

/** Scripts of several languages, and the one that is meant when nothing tells them apart. */
const shared: readonly [RegExp, string][] = [
  [/[\u0400-\u04ff]/g, "Russian"],
  [/[\u0600-\u06ff]/g, "Arabic"],
  [/[\u0900-\u097f]/g, "Hindi"]
];

const names = new Intl.DisplayNames("en", {type: "language"});

/** Languages of Latin letters that are told apart; the detector's rarer ones are mostly mistakes on short texts. */
const latin = wordSet("es fr de it pt nl pl sv da no fi cs sk hu ro tr vi id ms tl ca hr et lt lv sl sq sw la eo");

/** The language of a text by its script, its common words and an n-gram detector; undefined for too little text. */
export function languageOf({shown, tokens, letters}: Text): string | undefined {
  if (letters === 0) return undefined;
  const head = shown.slice(0, 1500);
  if (!/[\u0370-\uffff]/.test(head)) return latinLanguage(head, tokens);
  const all = head.match(/\p{L}/gu)?.length ?? 0;
  for (const [pattern, name] of scripts)
    if (share(head, pattern, all) > (name === "Japanese" ? 0.08 : 0.3)) return name;
  for (const [pattern, name] of shared)
    if (share(head, pattern, all) > 0.3) return detected(head, (code) => !latin.has(code) && code !== "en") ?? name;
  return latinLanguage(head, tokens);
}

const share = (text: string, pattern: RegExp, all: number): number => (text.match(pattern)?.length ?? 0) / all;

function latinLanguage(head: string, tokens: readonly string[]): string | undefined {
  const words = tokens.slice(0, 80).filter((token) => /\p{L}/u.test(token));
  if (words.length === 0) return undefined;
  const known = countIn(words, commonWords) / words.length;
  if (known >= 0.4) return "English";
  if (words.length < 4) return known > 0 ? "English" : undefined;
  const other = detected(
    words.length < fewWords ? withoutNames(head) : head,
    (code) => latin.has(code) || code === "en"
  );
  if (other === undefined) return known > 0.1 ? "English" : undefined;
  return other === "English" && known < 0.1 ? undefined : other;
}

/** A short text without its capitalised words but the first of a sentence. */
const withoutNames = (text: string): string => text.replaceAll(/(?<=[\p{L}\p{N},] )\p{Lu}[\p{L}'.-]*/gu, "");

function detected(head: string, accepts: (code: string) => boolean): string | undefined {
  const [best] = detectAll(head.slice(0, looked));
  return best !== undefined && best.accuracy >= minAccuracy && accepts(best.lang) ? names.of(best.lang) : undefined;
}

/**
 * Language family: what a text is written in, and whether it has words in another script. Other languages are worded
 * apart from English: to small embedding models, sentences that differ only in the name of the language are the same.
 */
export function noteLanguage(text: Text, language: string | undefined, note: Note): void {
  if (language === undefined) return;
  if (language !== "English") return note(96, `uses a language other than English: ${language}`);
  note(4, "is written in English");
  const foreign = [...scripts, ...shared].find(([pattern]) => (text.shown.match(pattern)?.length ?? 0) >= 2);
  if (foreign !== undefined) note(78, `is in English and has words in ${foreign[1]} script`);
}
