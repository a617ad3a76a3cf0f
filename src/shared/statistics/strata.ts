import hypergeometric from "@stdlib/stats-base-dists-hypergeometric-cdf";
import {uniformFloat64} from "pure-rand/distribution/uniformFloat64";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {sum, wilson, type Proportion} from "../statistics.js";
import type {JudgeErrors} from "./corrections.js";

/** Answers of similar score on one side of the judge's threshold, of which a random sample has a person's label. */
export interface Stratum {
  size: number; // answers
  flagged: boolean; // by the judge
  n: number; // labelled true or false
  hits: number; // of these, true: violations
}

/** What labels say of a judge, weighted to all its answers. Each is null where there is nothing to tell it from. */
export interface StratifiedQuality {
  n: number; // labels
  precision: Proportion;
  recall: Proportion;
  specificity: Proportion;
  rate: Proportion; // violations among all answers, whatever the judge says
  alpha: number | null; // Krippendorff's, of label and flag
}

/** An estimate with its interval: of a count of answers. */
interface Total {
  value: number;
  low: number;
  high: number;
}

const noProportion: Proportion = {rate: null, low: null, high: null};

/**
 * Precision, recall, specificity and the true rate from a stratified sample (Cochran 1977, chapter 5). The interval of
 * each stratum is exact with mid-p, for draws without return; sums and ratios combine them by MOVER (Zou and
 * Donner 2008; Newcombe 2016). It needs no assumption about the judge: the sample was drawn at random.
 */
export function stratifiedQuality(strata: readonly Stratum[]): StratifiedQuality {
  const sides = [true, false].map((flagged) => merged(strata.filter((each) => each.flagged === flagged)));
  const [flagged, rest] = sides as [Stratum[] | null, Stratum[] | null];
  const [tp, fp] = [countOf(flagged, true), countOf(flagged, false)];
  const [fn, tn] = [countOf(rest, true), countOf(rest, false)];
  const both = flagged === null || rest === null ? null : countOf([...flagged, ...rest], true);
  return {
    n: sum(strata.map(({n}) => n)),
    precision: flagged === null || tp === null ? noProportion : shareOf(tp, sizeOf(flagged)),
    recall: tp === null || fn === null ? noProportion : portion(tp, fn),
    specificity: tn === null || fp === null ? noProportion : portion(tn, fp),
    rate: both === null ? noProportion : shareOf(both, sizeOf([...flagged!, ...rest!])),
    alpha: alphaIn(strata)
  };
}

const sizeOf = (strata: readonly Stratum[]): number => sum(strata.map(({size}) => size));

/**
 * The strata of one side, those without a label added to the one before (the first to the next): of them nothing else is
 * known. Null if no label is there to speak for the answers of that side.
 */
function merged(strata: readonly Stratum[]): Stratum[] | null {
  const full: Stratum[] = [];
  let waiting = 0; // answers before the first stratum with a label
  for (const stratum of strata) {
    const last = full.at(-1);
    if (stratum.n > 0) full.push({...stratum, size: stratum.size + waiting});
    else if (last !== undefined) last.size += stratum.size;
    if (stratum.n > 0) waiting = 0;
    else if (last === undefined) waiting += stratum.size;
  }
  return full.length === 0 && waiting > 0 ? null : full;
}

/** Answers that are violations, or are none, with the interval. */
function countOf(strata: readonly Stratum[] | null, violations: boolean): Total | null {
  if (strata === null) return null;
  const parts = strata.map(({size, n, hits}) => scaled(shareWithin(violations ? hits : n - hits, n, size), size));
  const value = sum(parts.map((part) => part.value));
  const spread = (end: (part: Total) => number) => Math.hypot(...parts.map((part) => end(part) - part.value));
  return {
    value,
    low: Math.max(0, value - spread(({low}) => low)),
    high: Math.min(sizeOf(strata), value + spread(({high}) => high))
  };
}

const intervals = new Map<string, Total>(); // known ones: a page asks for the same again and again
const mostKept = 20_000;

/** The share of `size` answers that are hits, where `hits` of `n` drawn without return are: exact when all were. */
function shareWithin(hits: number, n: number, size: number): Total {
  const key = `${hits} ${n} ${size}`;
  const known = intervals.get(key);
  if (known !== undefined) return known;
  const value = hits / n;
  const found = n >= size ? {value, low: value, high: value} : {value, ...endsOf(hits, n, size)};
  if (intervals.size >= mostKept) intervals.clear();
  intervals.set(key, found);
  return found;
}

/** Ends of the exact interval with mid-p, from the hypergeometric distribution. */
function endsOf(hits: number, n: number, size: number): {low: number; high: number} {
  const among = (violations: number, seen: number): number =>
    seen < 0 ? 0 : hypergeometric(seen, size, violations, n);
  const middle = (violations: number): number => (among(violations, hits) + among(violations, hits - 1)) / 2; // P(fewer)
  const high = hits === n ? size : lastWhere(hits, size - n + hits, (violations) => middle(violations) > 0.025);
  const low = hits === 0 ? 0 : size - lastWhere(n - hits, size - hits, (others) => 1 - middle(size - others) > 0.025);
  return {low: low / size, high: high / size};
}

/** The last whole number for which something holds that holds up to one of them; the first when it holds for none. */
function lastWhere(first: number, last: number, holds: (value: number) => boolean): number {
  let [from, to] = [first, last + 1];
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) from = middle;
    else to = middle;
  }
  return from;
}

const scaled = ({value, low, high}: Total, by: number): Total => ({value: value * by, low: low * by, high: high * by});

const shareOf = ({value, low, high}: Total, size: number): Proportion =>
  size === 0 ? noProportion : {rate: value / size, low: low / size, high: high / size};

/** What `part` is of `part + rest`, of independent totals. */
function portion(part: Total, rest: Total): Proportion {
  if (part.value + rest.value === 0) return noProportion;
  if (part.value === 0) {
    const {rate, low, high} = portion(rest, part);
    return {rate: 1 - rate!, low: 1 - high!, high: 1 - low!};
  }
  const odds = ratio(rest, part);
  return {rate: part.value / (part.value + rest.value), low: 1 / (1 + odds.high), high: 1 / (1 + odds.low)};
}

/** The ends of a / b, by MOVER (Newcombe 2016, equation 3); b is above 0. */
function ratio(a: Total, b: Total): {low: number; high: number} {
  const product = a.value * b.value;
  const root = (value: number) => Math.sqrt(Math.max(0, value));
  const lowDivisor = b.high * (2 * b.value - b.high);
  const highDivisor = b.low * (2 * b.value - b.low);
  const lowRoot = root(product ** 2 - a.low * (2 * a.value - a.low) * lowDivisor);
  const highRoot = root(product ** 2 - a.high * (2 * a.value - a.high) * highDivisor);
  const low = Math.abs(lowDivisor) < 1e-12 ? a.low / b.high : (product - lowRoot) / lowDivisor;
  return {
    low: Math.max(0, low),
    high: highDivisor <= 1e-12 ? Infinity : (product + highRoot) / highDivisor
  };
}

/** Alpha of label and flag; null where a side has no label. */
function alphaIn(strata: readonly Stratum[]): number | null {
  const [flagged, rest] = [true, false].map((side) => merged(strata.filter((each) => each.flagged === side)));
  if (!flagged || !rest) return null;
  const count = (side: readonly Stratum[], share: (stratum: Stratum) => number) =>
    sum(side.map((stratum) => stratum.size * share(stratum)));
  const [isHit, isNone] = [({n, hits}: Stratum) => hits / n, ({n, hits}: Stratum) => 1 - hits / n];
  return alphaOf(count(flagged, isHit), count(flagged, isNone), count(rest, isHit), count(rest, isNone));
}

/** Krippendorff's alpha of two binary ratings, from their table. */
function alphaOf(both: number, first: number, second: number, neither: number): number | null {
  const units = both + first + second + neither;
  const positive = (2 * both + first + second) / (2 * units);
  const expected = (2 * positive * (1 - positive) * 2 * units) / (2 * units - 1);
  return !(expected > 0) ? null : 1 - (first + second) / units / expected;
}

/** Percentile interval of alpha against the judge: labels are drawn again within each stratum, by a fixed seed. */
export function stratifiedAlpha(strata: readonly Stratum[], {draws = 500, seed = 1} = {}): Proportion {
  const generator = xoroshiro128plus(seed);
  const again = (stratum: Stratum): Stratum => {
    let hits = 0;
    for (let i = 0; i < stratum.n; i++) if (uniformFloat64(generator) * stratum.n < stratum.hits) hits++;
    return {...stratum, hits};
  };
  const values = Array.from({length: draws}, () => alphaIn(strata.map(again)))
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  const at = (share: number): number => values[Math.min(values.length - 1, Math.floor(share * values.length))]!;
  const rate = alphaIn(strata);
  return rate === null || values.length < draws / 2 ? {...noProportion, rate} : {rate, low: at(0.025), high: at(0.975)};
}

/**
 * The judge's errors as counts of independent labels with the same rates and the same width of interval, for
 * `roganGladen`: so a stratified sample corrects the rate of other answers. Null without labels on both sides.
 */
export function effectiveErrors({
  recall,
  specificity
}: Pick<StratifiedQuality, "recall" | "specificity">): JudgeErrors | null {
  if (recall.rate === null || specificity.rate === null) return null;
  const [positives, negatives] = [effectiveNumber(recall), effectiveNumber(specificity)];
  return {
    truePositives: recall.rate * positives,
    falseNegatives: (1 - recall.rate) * positives,
    trueNegatives: specificity.rate * negatives,
    falsePositives: (1 - specificity.rate) * negatives
  };
}

/** The n at which Wilson's interval of this rate is as wide as that of the estimate; 0 when there is none. */
export function effectiveNumber({rate, low, high}: Proportion): number {
  if (rate === null) return 0;
  const width = Math.max(1e-6, high! - low!);
  const widthAt = (n: number): number => {
    const own = wilson(rate * n, n);
    return own.high! - own.low!;
  };
  let [from, to] = [1e-3, 1e9];
  for (let i = 0; i < 80; i++) {
    const middle = Math.sqrt(from * to);
    if (widthAt(middle) > width) from = middle;
    else to = middle;
  }
  return to;
}

/** Half the width of an interval; null when there is none. */
const halfWidth = ({low, high}: Proportion): number | null => (low === null || high === null ? null : (high - low) / 2);

export interface NeededOptions {
  goal: number; // half the width of the interval, 0-1
  of: "precision" | "recall";
  order: readonly number[]; // the stratum of each label, as they will be drawn
}

/**
 * Labels still needed until an interval is at most `goal` to either side, if the shares stay as they are (a half is added
 * to each count: few labels that agree are no proof). 0: it is narrow enough; null: `order` ends before.
 */
export function labelsNeeded(strata: readonly Stratum[], {goal, of, order}: NeededOptions): number | null {
  const now = sum(strata.map(({n}) => n));
  if ((halfWidth(stratifiedQuality(strata)[of]) ?? Infinity) <= goal) return 0;
  const widthWith = (labels: number): number =>
    halfWidth(stratifiedQuality(planned(strata, order.slice(0, labels)))[of]) ?? Infinity;
  let [from, to] = [now, order.length];
  if (to <= from || widthWith(to) > goal) return null;
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (widthWith(middle) > goal) from = middle;
    else to = middle;
  }
  return to - now;
}

/** The strata as they will be after these labels. */
function planned(strata: readonly Stratum[], order: readonly number[]): Stratum[] {
  const counts = strata.map(() => 0);
  for (const stratum of order) counts[stratum]!++;
  return strata.map((stratum, i) => {
    const n = Math.max(stratum.n, counts[i]!);
    return {...stratum, n, hits: Math.round((n * (stratum.hits + 0.5)) / (stratum.n + 1))};
  });
}
