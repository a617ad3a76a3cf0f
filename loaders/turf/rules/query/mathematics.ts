import type {Note, Rule} from "../note.js";
import {applyRules} from "../note.js";
import type {Text} from "../text.js";

const number = /(?<![\w.])[$\u20ac\u00a3]?\d[\d,]{0,12}(?:\.\d{1,6})?%?(?!\w)/g;
const numberWord =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|dozen|twice|half|double|triple|thirds?|quarters?)\b/gi;
const longestStory = 150; // words: in longer texts words for numbers say nothing
const quantity =
  /\bhow (?:many|much|long|far|fast|old|tall|often)\b|\bwhat (?:is|was|will be) (?:the|his|her|their|its) (?:total|average|sum|difference|remaining|cost|price|speed|area|perimeter|volume|probability|percent(?:age)?|profit|number|ratio|value)\b|\bfind the (?:total|value|number|area|sum|probability)\b|\b(?:calculate|compute)\b/i;
const counting =
  /\b(?:each|every|per|total|twice|half|third|times|more than|less than|fewer|altogether|left|remaining|cost|costs|sold|buys?|bought|earns?|spends?|spent|pays?|gives?|gave|eats?|miles|hours|minutes|dollars|pounds|years old)\b/gi;

const subjects: readonly Rule[] = [
  [
    /\b(?:solve|find|roots?|simplify|factor|expand)\b[^.?!\n]{0,40}\b(?:equation|polynomial|expression|inequality|system)\b|\b\d?x\^?\d? ?[-+=]/i,
    66,
    "asks for algebra"
  ],
  [/\b(?:derivative|integral|integrate|differentiate|limit of)\b/i, 70, "asks for calculus"],
  [
    /\b(?:triangle|circle|rectangle|polygon|radius|diameter|perimeter|circumference|parallelogram|angle)\b/i,
    64,
    "is about geometry"
  ],
  [
    /\b(?:probability|dice|coin is flipped|at random|standard deviation|variance)\b/i,
    62,
    "is about probability or statistics"
  ],
  [/\b(?:prove|proof|theorem|lemma)\b/i, 66, "asks for a proof"],
  [/\b(?:matrix|matrices|eigenvalue|vector space|determinant)\b/i, 66, "is about linear algebra"]
];

/** Arithmetic family of a query; whether it is a word problem. */
export function noteMathematics({shown, edges, words}: Text, note: Note): boolean {
  const numbers = shown.match(number)?.length ?? 0;
  const isAsked = quantity.test(edges);
  const inWords = words > longestStory ? 0 : (shown.match(numberWord)?.length ?? 0);
  const isStory =
    isAsked &&
    words >= 15 &&
    (numbers >= 2 || (numbers >= 1 && inWords >= 1) || (numbers >= 1 && (shown.match(counting)?.length ?? 0) >= 2));
  if (isStory) {
    note(88, "is an arithmetic word problem");
    note(68, "tells of quantities and asks for a number worked out from them");
    if (/\bhow many\b/i.test(edges)) note(57, "asks how many");
    else if (/\bhow much\b/i.test(edges)) note(57, "asks how much");
    if (/[$\u20ac\u00a3]\s?\d|\bdollars?\b|\bcents?\b/.test(shown)) note(56, "involves amounts of money");
    if (/\d%|\bpercent/.test(shown)) note(54, "involves percentages");
    if (/\b(?:hours?|minutes?|days?|weeks?|months?)\b/i.test(shown)) note(38, "involves lengths of time");
  }
  if (/\d\s?[-+*/\u00d7\u00f7^]\s?\d/.test(edges) && numbers >= 2 && words <= 40)
    note(70, "contains an arithmetic expression");
  if (numbers > 0 || /\\\w/.test(shown)) applyRules(subjects, edges, note);
  return isStory;
}

const equation = /\d\s?[-+*/x\u00d7\u00f7]\s?[$(]?\d[^=\n]{0,40}=\s?[$<(]{0,3}-?\d/g;

/** Arithmetic family of a response: working that is shown, and marks of a final answer. */
export function noteWorking({shown}: Text, hasCode: boolean, note: Note): void {
  if (hasCode) return;
  const equations = new Set(shown.match(equation)).size;
  if (equations >= 2) note(90, "solves the problem step by step with arithmetic");
  else if (equations === 1) note(80, "shows one calculation");
  applyRules(marks, shown, note);
  if (/^(?:step 1|first,)/im.test(shown) && /^(?:step 2|second,|next,|then)/im.test(shown))
    note(58, "goes step by step");
}

const marks: readonly Rule[] = [
  [/<<[^<>\n]{1,80}=[^<>\n]{1,40}>>/, 87, "marks calculations with double angle brackets"],
  [/^#### ?\S/m, 87, "gives the final answer after four hash marks"],
  [/\\boxed\{/, 86, "gives the final answer in a LaTeX box"],
  [/\b(?:the (?:final )?answer is|therefore,? the answer|final answer:)/i, 66, "states which is the final answer"],
  [/\bi hope (?:it|this) is correct\b/i, 92, "ends with the words I hope it is correct"]
];
