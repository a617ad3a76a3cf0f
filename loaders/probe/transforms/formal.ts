import {pick, type Random} from "../../util/random.js";
import {program} from "./program.js";

const formalWords: [RegExp, string][] = [
  [/\bexplain\b/gi, "elucidate"],
  [/\btell me (?:about|of)\b/gi, "expound upon"],
  [/\btell me\b/gi, "apprise me"],
  [/\bhelp me\b/gi, "assist me"],
  [/\bshow\b/gi, "demonstrate"],
  [/\bget\b/gi, "obtain"],
  [/\buse\b/gi, "employ"],
  [/\bneed\b/gi, "require"],
  [/\bbegin\b|\bstart\b/gi, "commence"],
  [/\babout\b/gi, "concerning"]
];
const courtesies = [
  "I would be most obliged for your erudition.",
  "Pray indulge my inquiry.",
  "I humbly beseech your scholarly counsel."
];

/** Paper section 4.2.1, Fig. 6 and 22. */
export const formalTransform = program("formal", "in formal, ceremonious words", toFormal);

function toFormal(prompt: string, random: Random): string {
  const worded = formalWords.reduce(
    (text, [pattern, by]) => text.replace(pattern, (word) => inCaseOf(word, by)),
    prompt
  );
  return `${pick(random, courtesies)} ${worded.trim()}`;
}

const inCaseOf = (word: string, by: string): string =>
  /^\p{Lu}/u.test(word) ? by.charAt(0).toUpperCase() + by.slice(1) : by;
