/** Place of the first of growing sums above a point; the last where there is none. */
export function firstAbove(sums: ArrayLike<number>, point: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > point) high = middle;
    else low = middle + 1;
  }
  return low;
}
