import {regex} from "../../../util/regex.js";
import {applyRules, type Note, type Rule} from "../note.js";
import type {Text} from "./text.js";

const inText: readonly Rule[] = [
  [
    regex()`
      \\\(
      |\\\[
      |\\begin\{
      |\\
      (?:d?frac|sqrt|sum|int|times|cdot|boxed|mathbb|mathrm|text|left|alpha|beta|theta|pi|leq?|geq?|infty)\b
    `,
    84,
    "contains LaTeX"
  ],
  [
    /(?<![\w$])\$[A-Za-z0-9 ()+*/=-]{0,40}[\^_\\][^$\n"'`<>;|]{1,60}\$(?!\w|[{(])|\$[a-z]\$|\$\$[^$]{1,200}\$\$/,
    84,
    "contains LaTeX"
  ],
  [/\|[ \t]*:?-{2,}:?[ \t]*\|/, 80, "contains a table"],
  [/^#{1,6} [A-Za-z]/m, 62, "uses Markdown headings"],
  [/\*\*[^*\n]{1,80}\*\*/, 52, "has words in bold"],
  [/[^`]`[^`\n]{1,80}`[^`]/, 50, "has inline code in backticks"],
  [/^\s{0,8}[{[]\s*\n?\s*"[^"\n]{1,60}"\s*:/m, 76, "contains JSON"],
  [/<([a-z][a-z_-]{1,20})>[^<]{0,400}<\/\1>/i, 66, "contains text in XML or HTML tags"],
  [/\p{Extended_Pictographic}/u, 72, "contains emoji"],
  [/https?:\/\/\S/, 58, "contains a web address"],
  [/\b[\w.+-]{1,40}@[\w-]{1,40}\.[a-z]{2,8}\b/i, 60, "contains an e-mail address"],
  [/^\s{0,3}>\s+\S/m, 48, "contains a quoted block"],
  [/\[\s*-?\d+(?:\.\d+)?(?:\s*,\s*-?\d+(?:\.\d+)?){1,30}\s*\]/, 54, "contains a list of numbers in brackets"],
  [/^\s{0,3}(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$/m, 40, "has parts divided by a rule"]
];

const numbered = /^\s{0,6}(?:\(?\d{1,3}[.)]|\(?[a-h]\))\s+\S/;
const lettered = /^\s{0,6}\(?[A-H][.):]\s?\S/;
const bulleted = /^\s{0,8}[-*\u2022\u2013\u25cf]\s+\S/;
const inline = /(?:^|\s)1[.)]\s[^\n]{3,400}?\s2[.)]\s/;

/** Formatting family: marks, lists and tables. */
export function noteFormatting(text: Text, note: Note): void {
  applyRules(inText, text.shown, note);
  const count = (pattern: RegExp): number => text.lines.filter((line) => pattern.test(line)).length;
  const numbers = count(numbered);
  if (numbers >= 2) note(64, "contains a numbered list");
  else if (inline.test(text.shown)) note(64, "numbers its points within a paragraph");
  if (count(lettered) >= 2) note(66, "contains options marked with letters");
  if (count(bulleted) >= 2) note(60, "contains a bulleted list");
  if (text.lines.filter((line) => line.trim() === "").length >= 3 && text.words > 40)
    note(22, "is divided into several paragraphs");
}
