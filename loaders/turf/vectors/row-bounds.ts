/**
 * What is known of the distances of rows without computing them: at most so far from the own centroid, at least so far
 * from every other one of each group. Rounding goes outwards, so that a bound always holds.
 */
export interface RowBounds {
  upper: Float64Array; // of each row
  lower: Float32Array; // rows x groups
}

/** Bounds that say nothing yet, in memory that threads share. */
export const openBounds = (rows: number, groups: number): RowBounds => ({
  upper: new Float64Array(new SharedArrayBuffer(8 * rows)).fill(Infinity),
  lower: new Float32Array(new SharedArrayBuffer(4 * rows * groups))
});

/** The bounds of some rows, from one up to but not including another. */
export const boundsOf = ({upper, lower}: RowBounds, from: number, to: number, groups: number): RowBounds => ({
  upper: upper.subarray(from, to),
  lower: lower.subarray(from * groups, to * groups)
});

/** Below a distance when rounded to single precision too; 0 says nothing. */
export const below = (distance: number): number => (distance > 0 ? distance * (1 - 2e-7) : 0);

/** Whether all groups of a row (from place `at` on) stay at least so far away after they have come nearer. */
export function exceed(lower: Float32Array, at: number, drifts: Float64Array, distance: number): boolean {
  for (let group = 0; group < drifts.length; group++) if (lower[at + group]! - drifts[group]! < distance) return false;
  return true;
}

/** All groups of a row come nearer. */
export function loosen(lower: Float32Array, at: number, drifts: Float64Array): void {
  for (let group = 0; group < drifts.length; group++)
    if (drifts[group]! > 0) lower[at + group] = below(lower[at + group]! - drifts[group]!);
}

/** How far a score `row . centroid - |centroid|^2 / 2` in single precision may be off, in whatever order it is summed. */
export const scoreError = (dimension: number, rowLength: number, longest: number): number =>
  1.05 * (dimension + 8) * 2 ** -24 * (rowLength * longest + longest * longest) + 1e-35;

/** The least distance of a row with a squared length from a centroid of some score. */
export const leastDistance = (square: number, score: number, error: number): number =>
  Math.sqrt(Math.max(0, square - 2 * (score + error)));

/** The same, the most. */
export const mostDistance = (square: number, score: number, error: number): number =>
  Math.sqrt(Math.max(0, square - 2 * (score - error))) * (1 + 1e-12);
