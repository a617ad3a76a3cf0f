import {applyRules, type Note, type Rule} from "../note.js";
import type {Text} from "../text/text.js";

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
