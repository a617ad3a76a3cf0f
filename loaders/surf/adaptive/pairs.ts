/** One number for two attributes in either order. */
export const pairKey = (a: number, b: number): number => (a < b ? a * 2 ** 26 + b : b * 2 ** 26 + a);

export function eachPair(ids: ArrayLike<number>, visit: (a: number, b: number) => void): void {
  for (let i = 1; i < ids.length; i++) for (let j = 0; j < i; j++) if (ids[i] !== ids[j]) visit(ids[i]!, ids[j]!);
}
