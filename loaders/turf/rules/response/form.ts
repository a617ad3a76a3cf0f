import {regex} from "../../../util/regex.js";
import type {Note} from "../note.js";
import type {Text} from "../text/text.js";
import {countIn, wordSet} from "../text/words.js";

const firstPerson = wordSet("i i'm i've i'd i'll me my mine myself we our us");
const secondPerson = wordSet("you your yours yourself you're you'll you've");
const past = regex("gi")`
  \b(?:
    was|were|had|stood|felt|saw|heard|looked|turned|walked|knew|came|went|found|began|thought|said
    |whispered|smiled|cried|shouted|replied|stared|gazed
  )\b
`;
const sensory = regex("gi")`
  \b(?:
    whisper|shimmer|glow|moonlight|heart|breeze|shadow|scent|aroma|gentle|ancient|mysterious|adventure
    |journey|soul|dream|silence|sparkl|twilight|dawn|embrac|tapestry|symphony|awe|beauty|wonder
  )\w{0,6}
`;

/** Narrative and address families of a response. */
export function noteVoice({shown, tokens, words, sentences}: Text, note: Note): void {
  if (words < 12) return;
  const own = countIn(tokens, firstPerson) / tokens.length;
  if (own > 0.05) note(62, "is told in the first person");
  if (countIn(tokens, secondPerson) / tokens.length > 0.035) note(49, "speaks to the user directly");
  const verbs = (shown.match(past)?.length ?? 0) / Math.max(1, sentences);
  const images = (shown.match(sensory)?.length ?? 0) / Math.max(1, words);
  if (/\bonce upon a time\b|\bhappily ever after\b|\bthe end\.?$/i.test(shown)) note(86, "tells a story");
  else if (words >= 60 && (verbs > 0.7 || (own > 0.05 && verbs > 0.4)) && images > 0.008) note(75, "tells a story");
  if (words >= 25 && images > 0.025) note(69, "is written in vivid, literary language");
  if (
    regex()`
      ["\u201c][^"\u201d\n]{3,200}[,.!?]["\u201d] (?:\w+ ){0,3}
      (?:said|asked|replied|whispered|shouted|cried|exclaimed)\b
    `.test(shown)
  )
    note(64, "contains spoken dialogue");
}

/** Verse: many short lines. */
export function noteVerse({lines, words}: Text, note: Note): void {
  const filled = lines.filter((line) => line.trim() !== "");
  const short = filled.filter(
    (line) => line.length < 70 && /^[\s"'\u201c]*[\p{Lu}\p{Ll}]/u.test(line) && !/[:;{}=]$/.test(line.trim())
  );
  if (filled.length >= 6 && words / filled.length < 11 && short.length / filled.length > 0.9) note(76, "is in verse");
}

const shortest = 12; // characters of a copy that is no accident

/** What a response takes from its query, and marks that end it. */
export function noteEcho(query: Text, {raw, shown, lower, words}: Text, note: Note): void {
  if (shown.length >= 3 && words <= 40 && query.lower.includes(lower.replace(/[.\s]+$/, "")))
    note(shown.length >= shortest ? 78 : 60, "repeats words of the query and nothing else");
  else if (/[?]$/.test(query.shown) && restates(query, lower)) note(44, "restates the question as a statement");
  if (/<\|(?:endoftext|im_end|end|eot_id)\|>\s*$/.test(raw)) note(59, "ends with an end-of-text token");
  if (words > 1 && words < 60 && /^[a-z]/.test(shown)) note(40, "begins with a lower-case letter");
  if (words > 3 && /[\p{L}\d]$/u.test(shown)) note(35, "ends without punctuation");
}

/** Whether the first words of an answer are those of a short question, in another order. */
function restates({tokens, words}: Text, answer: string): boolean {
  if (words > 30) return false;
  const telling = tokens.filter((token) => token.length >= 4).slice(0, 8);
  const start = answer.slice(0, 160);
  return telling.length >= 2 && telling.filter((token) => start.includes(token)).length / telling.length >= 0.6;
}

/** Facts of a response by what it states. */
export function noteStatements({shown, words, sentences}: Text, note: Note): void {
  if (
    words >= 4 &&
    words <= 60 &&
    sentences <= 3 &&
    /\b(?:in|on|by|since|around) (?:[A-Z][a-z]{2,8} (?:\d{1,2}, )?)?(?:1\d|20)\d\d\b/.test(shown)
  )
    note(67, "answers with a year or date");
  if (
    words >= 4 &&
    words <= 40 &&
    sentences <= 2 &&
    /\b(?:is|was|are|were|played|located|wrote|invented)\b/.test(shown)
  )
    note(41, "states one fact in a sentence");
  if (/^(?:[-*\u2022] )?\*\*[^*\n]{2,60}\*\*:|\d\. \*\*[^*\n]{2,60}\*\*/m.test(shown))
    note(63, "has list items with bold headings");
  if (/^[\w' -]{2,40}(?:, [\w' -]{2,40}){2,}$/.test(shown) && words <= 30) note(69, "is a list of words with commas");
}
