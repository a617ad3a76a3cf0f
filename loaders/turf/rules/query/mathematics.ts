import {regex} from "../../../util/regex.js";
import {applyRules, type Note, type Rule} from "../note.js";
import type {Text} from "../text/text.js";

const number = /(?<![\w.])[$\u20ac\u00a3]?\d[\d,]{0,12}(?:\.\d{1,6})?%?(?!\w)/g;
const numberWord = regex("gi")`
  \b(?:
    two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|dozen
    |twice|half|double|triple|thirds?|quarters?
  )\b
`;
const longestStory = 150; // words: in longer texts words for numbers say nothing
const quantity = regex("i")`
  \bhow (?:many|much|long|far|fast|old|tall|often)\b
  |\bwhat (?:is|was|will be) (?:the|his|her|their|its) (?:
    total|average|sum|difference|remaining|cost|price|speed|area|perimeter|volume|probability
    |percent(?:age)?|profit|number|ratio|value
  )\b
  |\bfind the (?:total|value|number|area|sum|probability)\b
  |\b(?:calculate|compute)\b
`;
const counting = regex("gi")`
  \b(?:
    each|every|per|total|twice|half|third|times|more than|less than|fewer|altogether|left|remaining|cost
    |costs|sold|buys?|bought|earns?|spends?|spent|pays?|gives?|gave|eats?|miles|hours|minutes|dollars
    |pounds|years old
  )\b
`;

const subjects: readonly Rule[] = [
  [
    regex("i")`
      \b(?:solve|find|roots?|simplify|factor|expand)\b[^.?!\n]{0,40}
      \b(?:equation|polynomial|expression|inequality|system)\b
      |\b\d?x\^?\d? ?[-+=]
    `,
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
