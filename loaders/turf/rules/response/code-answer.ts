import type {Note} from "../note.js";
import {codeLine, type Code} from "../text/code.js";
import type {Text} from "../text/text.js";

/** Whether a line outside code is a sentence. */
const hasProse = (lines: readonly string[]): boolean =>
  lines.some((line) => !codeLine.test(line) && /^\s{0,3}[A-Z][^;{}<>]{20,}[.:!?]\s*$/.test(line));

/** Of a response: code alone, or code with words. */
export function noteResponseCode(code: Code, {shown, lines}: Text, note: Note): void {
  if (!code.fenced && !hasProse(lines)) note(82, "is code alone, without explanation");
  else note(68, "explains code in words beside it");
  if (/\b(?:def|function|func|fn|fun)\b \w|\b\w{1,40}\([^()\n]{0,80}\) ?\{/.test(shown)) note(46, "defines a function");
  if (/\bimport sympy|\bfrom sympy/.test(shown)) note(88, "uses the sympy library");
  if (/^\s*(?:#|\/\/|--) \S|\/\*/m.test(shown)) note(32, "has comments in its code");
  if (/\bclass \w/.test(shown)) note(40, "defines a class");
}
