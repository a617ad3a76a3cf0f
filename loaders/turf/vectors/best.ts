import {quickselect} from "simple-statistics";

/** The k best of the values, the least of them first, as a part of the array, which is rearranged; all where there are fewer. */
export function bestOf(values: Float64Array, k: number): Float64Array {
  const from = values.length - k;
  if (from < 0) return values;
  quickselect(values as unknown as number[], from);
  return values.subarray(from);
}

/** The k-th best of the values, which are rearranged; -Infinity where there are fewer. */
export const kthBest = (values: Float64Array, k: number): number =>
  values.length < k ? -Infinity : bestOf(values, k)[0]!;
