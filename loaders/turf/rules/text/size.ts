import type {Note} from "../note.js";
import type {Text} from "./text.js";

/** Length family of a query. */
export function noteQuerySize({words, sentences}: Text, note: Note): void {
  if (words === 0) note(50, "has no words");
  else if (words <= 4) note(44, "is only a few words long");
  else if (words <= 16 && sentences <= 1) note(24, "is a single short sentence");
  else if (words <= 45) note(12, "is short");
  else if (words <= 120) note(14, "is a paragraph long");
  else if (words <= 300) note(26, "is long");
  else note(34, "is very long");
}

const yesOrNo = /^(?:yes|no)\W{0,3}$/i;
const trueOrFalse = /^(?:true|false)\W{0,3}$/i;

/** Length family of a response. That it is only a word or a line says more than that it is long. */
export function noteResponseSize({shown, words, sentences, lines}: Text, isCode: boolean, note: Note): void {
  if (shown === "") return note(90, "is empty");
  if (isCode) return note(26, lines.length <= 12 ? "is a few lines long" : "is many lines long");
  if (/^\(?[A-Za-z][).]?$/.test(shown)) note(89, "is a single letter");
  else if (yesOrNo.test(shown)) note(89, "is only the word yes or no");
  else if (trueOrFalse.test(shown)) note(89, "is only the word true or false");
  else if (/^[-+$\u20ac\u00a3]?\d[\d,.]{0,20}%?$/.test(shown)) note(89, "is only a number");
  else if (words === 1) note(88, "is a single word");
  else if (words <= 6 && !/[.!?]$/.test(shown)) note(86, "is a short phrase without a sentence");
  else if (sentences <= 1 && words <= 45) note(56, "is a single sentence");
  else if (words <= 60) note(18, "is a few sentences long");
  else if (words <= 200) note(14, "is of middle length");
  else if (words <= 450) note(28, "is long and detailed");
  else note(36, "is very long");
  if (words <= 6) note(70, "answers without any explanation");
}
