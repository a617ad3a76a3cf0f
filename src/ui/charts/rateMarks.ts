import {count, percent} from "../format.js";
import {excerpt} from "../../shared/excerpt.js";
import {visible} from "../visible.js";
import type {ChartOptions} from "./chart.js";
import {labelLines, mostLines} from "./labelLines.js";

/** A rate with its interval and what it is of. */
export interface RateMark {
  label: string;
  rate: number | null;
  low: number | null;
  high: number | null;
  n: number;
  unscored?: number;
  series?: string; // one colour each
  facet?: string; // one small multiple each
  link?: string; // the address of its samples
}

/** Room for the labels of lines, in px. */
export const labelWidth = (width: number): number => Math.min(380, Math.round(width * 0.36));
/** A label as there is room for it. */
export const short = (text: string, width: number): string =>
  labelLines(text, Math.max(8, Math.floor(labelWidth(width) / 6.6)));
/** Height of a line, in px, of which the longest label needs one or two lines. */
export const lineHeight = (labels: readonly string[], width: number, least: number): number =>
  Math.max(least, 4 + 13 * mostLines(labels.map((label) => short(label, width))));

/** A rate in percent, or a mean in four digits. */
export const number = (value: number | null, share: boolean): string =>
  share ? percent(value) : value === null ? "\u2013" : fourDigits(value);

const fourDigits = (value: number): string =>
  value.toLocaleString("en-US", {maximumSignificantDigits: 4}).replace("-", "\u2212");

/** The tip of a mark. */
export const saying = (d: RateMark, share = true): string =>
  [
    visible(excerpt(d.label, 200)),
    ...(d.series === undefined ? [] : [visible(d.series)]),
    [
      `${number(d.rate, share)} (${number(d.low, share)}\u2013${number(d.high, share)})`,
      `n = ${count(d.n)}`,
      ...(d.unscored ? [`${count(d.unscored)} unscored`] : [])
    ].join(", ")
  ].join("\n");

export interface IntervalOptions extends ChartOptions {
  bar?: number; // a line to hold the rates against
  series?: string[]; // in the order of their colours
  apart?: boolean; // the series of a line stand apart; false where a line has one alone (default true)
  share?: boolean; // values are shares, shown in percent; defaults to true
  label?: string; // of the values
}
