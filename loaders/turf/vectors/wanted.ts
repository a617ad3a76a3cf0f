/** What is asked of a search, for each query. */
export interface Wanted {
  k: number; // best rows; equal cosines by lower number
  ties: boolean; // also every further row whose cosine equals the k-th exactly
  /** Also further rows down to a cosine, in single precision, of `least`, as long as there are at most `most` in all. */
  further: {most: number; least: number} | null;
}

const singlePrecision = 1e-7; // more than a cosine changes where it is rounded to it

/**
 * The cosine below which a row is not wanted where the k-th best row has a cosine of `kth`, and the last one that
 * `further` allows one of `last`.
 */
export const barOf = ({further}: Wanted, kth: number, last: number): number =>
  further === null ? kth : Math.min(kth, Math.max(last, further.least - singlePrecision));

/** The most rows that are wanted, ties apart. */
export const mostOf = ({k, further}: Wanted): number => Math.max(k, further?.most ?? 0);

/** How many of the first of some rows are wanted, whose cosines are in order, the best first. */
export function countWanted(scores: Float64Array, {k, ties, further}: Wanted): number {
  let count = Math.min(k, scores.length);
  if (ties) while (count < scores.length && scores[count] === scores[count - 1]) count++;
  if (further === null) return count;
  const last = Math.min(further.most, scores.length);
  while (count < last && Math.fround(scores[count]!) >= further.least) count++;
  return count;
}

/** Whether the rows found for one request contain all those that another one asks for. */
export const covers = (found: Wanted, asked: Wanted): boolean =>
  asked.k <= found.k &&
  (found.ties || !asked.ties) &&
  (asked.further === null ||
    asked.further.most <= asked.k ||
    (found.further !== null && asked.further.most <= found.further.most && asked.further.least >= found.further.least));
