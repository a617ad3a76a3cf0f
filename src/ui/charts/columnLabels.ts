import {columnsOf, labelLine, mostLines} from "./labelLines.js";

export interface ColumnLabels {
  tickRotate: number; // degrees
  tickFormat: (text: string, place?: number) => string;
  height: number; // px that the labels take
  aside: number; // px by which they reach past their side of the columns
}

interface Room {
  room: number; // px of a column
  aside: number; // px past the columns that slanted labels may take: at their right above a chart, at their left below it
  fontSize: number; // px
}

const slant = 35; // degrees
const longest = 32; // Latin characters of a slanted or upright label

/**
 * How the names of a chart's columns are written so that none is clipped or lies over another: level where each fits on
 * one or two lines, else slanted where there is room beside the columns, else upright.
 */
export function columnLabels(texts: readonly string[], {room, aside, fontSize}: Room): ColumnLabels {
  const [character, line] = [fontSize * 0.58, fontSize * 1.2];
  const level = labelsOnLines(texts, Math.floor((room - 4) / character));
  if (level !== null)
    return {
      tickRotate: 0,
      tickFormat: (text) => level.get(text)!,
      height: 12 + line * mostLines([...level.values()]),
      aside: 0
    };
  const oneLine = (text: string): string => labelLine(text, longest);
  const length = character * Math.max(0, ...texts.map((text) => columnsOf(oneLine(text))));
  const [across, up] = [Math.cos, Math.sin].map((of) => length * of((slant * Math.PI) / 180)) as [number, number];
  const past = Math.max(0, across + 8 - room / 2);
  if (past <= aside && room >= 2 * line)
    return {tickRotate: -slant, tickFormat: oneLine, height: 18 + up + line / 2, aside: past};
  const every = Math.ceil(fontSize / Math.max(1, room)); // where columns are narrower than a line, some go without a name
  const tickFormat = (text: string, place = 0): string => (place % every === 0 ? oneLine(text) : "");
  return {tickRotate: -90, tickFormat, height: 14 + length, aside: 0};
}

/** Each text on one or two lines that end with a word; null if one takes more room than there is. */
function labelsOnLines(texts: readonly string[], columns: number): Map<string, string> | null {
  const labels = texts.map((text) => [text, wholeWords(labelLine(text, 2 * longest), columns)] as const);
  const isFitting = ([, label]: (typeof labels)[number]): boolean =>
    label.split("\n").every((line) => columnsOf(line) <= columns);
  return labels.every(isFitting) ? new Map(labels) : null;
}

/** A text with the words that one line has no room for on a second one. */
function wholeWords(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  const breaks = [...text.matchAll(/ /g)].map(({index}) => index);
  const last = breaks.findLast((at) => columnsOf(text.slice(0, at)) <= columns);
  return last === undefined ? text : `${text.slice(0, last)}\n${text.slice(last + 1)}`;
}
