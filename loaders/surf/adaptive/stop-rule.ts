/**
 * How many further regions the next 1,000 candidates may be expected to bring: the rate of the later half of the search,
 * with half a region added, so that a search which found nothing yet goes on for a while.
 */
export function expectedRegions(firstSeen: readonly number[], asked: number): number {
  const recent = firstSeen.filter((at) => at > asked / 2).length;
  return (recent + 0.5) / (asked / 2000);
}
