import {quickselect} from "d3";

/** The k best values, smallest first, as a part of the array, which is rearranged; all values when there are fewer. */
export function bestOf(values: Float64Array, k: number): Float64Array {
  const from = values.length - k;
  if (from < 0) return values;
  quickselect(values, from);
  return values.subarray(from);
}

/** The k-th best of the values, which are rearranged; -Infinity when there are fewer. */
export const kthBest = (values: Float64Array, k: number): number =>
  values.length < k ? -Infinity : bestOf(values, k)[0]!;
