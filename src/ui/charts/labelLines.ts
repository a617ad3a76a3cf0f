import {excerpt} from "../../shared/excerpt.js";
import {visible} from "../visible.js";

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]|\p{Emoji_Presentation}/u;
const graphemes = new Intl.Segmenter(undefined, {granularity: "grapheme"});

/** The label of a line of a chart, on one or two lines of `columns` Latin characters; cut with an ellipsis. */
export function labelLines(text: string, columns: number): string {
  const all = flat(text, columns);
  const first = start(all, columns);
  if (first === all) return all;
  const second = all.slice(first.length).trimStart();
  return `${first.trimEnd()}\n${start(second, columns) === second ? second : cut(second, columns)}`;
}

/** A label on one line of `columns` Latin characters; cut with an ellipsis. */
export function labelLine(text: string, columns: number): string {
  const all = flat(text, columns);
  return prefix(all, columns) === all ? all : cut(all, columns);
}

/** Latin characters that take the room of a text on one line. */
export const columnsOf = (text: string): number =>
  [...graphemes.segment(text)].reduce((sum, {segment}) => sum + (wide.test(segment) ? 2 : 1), 0);

const flat = (text: string, columns: number): string =>
  visible(excerpt(text, 8 * columns))
    .replaceAll(/\s+/g, " ")
    .trim();

/** Lines of the longest of some labels. */
export const mostLines = (labels: readonly string[]): number =>
  Math.max(1, ...labels.map((label) => label.split("\n").length));

/** As much of a text as a line takes, up to the end of a word if that is not too early: Chinese has no spaces. */
function start(text: string, columns: number): string {
  const fitting = prefix(text, columns);
  if (fitting === text || text[fitting.length] === " ") return fitting;
  const space = fitting.lastIndexOf(" ");
  return space > fitting.length / 2 ? fitting.slice(0, space) : fitting;
}

const cut = (text: string, columns: number): string => `${prefix(text, columns - 1).trimEnd()}\u2026`;

/** The longest prefix of whole characters that `columns` have room for; wide characters take two. */
function prefix(text: string, columns: number): string {
  let taken = 0;
  for (const {segment, index} of graphemes.segment(text)) {
    taken += wide.test(segment) ? 2 : 1;
    if (taken > columns) return text.slice(0, index);
  }
  return text;
}
