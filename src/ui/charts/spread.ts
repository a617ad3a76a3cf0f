/**
 * Places for labels along a line, at least `gap` apart and between `low` and `high`, as near as possible to where they
 * belong: labels that would collide move apart together (pool adjacent violators). In the order of `values`. If there is
 * not enough room, they are spaced evenly.
 */
export function spread(
  values: readonly number[],
  {gap, low, high}: {gap: number; low: number; high: number}
): number[] {
  if (values.length === 0) return [];
  const step = Math.min(gap, values.length === 1 ? gap : (high - low) / (values.length - 1));
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]! || i - j);
  const blocks: {sum: number; count: number}[] = []; // of labels that touch; the sum is of the first one's best place
  for (const [place, i] of order.entries()) {
    let block = {sum: values[i]! - place * step, count: 1};
    for (let before = blocks.at(-1); before !== undefined && before.sum / before.count > block.sum / block.count;) {
      block = {sum: before.sum + block.sum, count: before.count + block.count};
      blocks.pop();
      before = blocks.at(-1);
    }
    blocks.push(block);
  }
  const starts = blocks.flatMap(({sum, count}) => Array.from({length: count}, () => sum / count));
  const last = Math.max(low, high - (values.length - 1) * step);
  const places = values.slice();
  for (const [place, i] of order.entries()) places[i] = Math.min(last, Math.max(low, starts[place]!)) + place * step;
  return places;
}
