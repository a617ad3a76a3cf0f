import {maxAttributes} from "../draws.js";
import type {AcquisitionValue} from "./acquisition-value.js";

/** A set that is being filled up, and what each attribute that may join it would add. */
interface Filling {
  options: FillOptions;
  set: number[];
  inRow: number[]; // of the set, those of the row
  left: number[];
  gains: number[]; // of those left
}

interface FillOptions {
  isInRow: (id: number) => boolean;
  mayJoin?: (set: readonly number[], id: number) => boolean; // default: any may
}

/**
 * Fills a set up to five attributes: adds the option with the highest gain in acquisition value, then the next.
 * Attributes of one row gain by triples too.
 */
export function fillGreedily(
  value: AcquisitionValue,
  seed: readonly number[],
  candidates: readonly number[],
  options: FillOptions
): number[] {
  const {isInRow} = options;
  const inRow = seed.filter(isInRow);
  const left = [...new Set(candidates)].filter((id) => !seed.includes(id));
  const gains = left.map((id) => value.gain(seed, id) + (isInRow(id) ? triplesWith(value, inRow, id) : 0));
  const filling = {set: [...seed], inRow, left, gains, options};
  while (filling.set.length < maxAttributes && addBest(value, filling));
  return filling.set;
}

/** Adds the attribute with the highest gain of those that may join, and updates the others; false: there was none. */
function addBest(value: AcquisitionValue, {set, inRow, left, gains, options: {isInRow, mayJoin}}: Filling): boolean {
  let best = -1;
  for (let i = 0; i < left.length; i++)
    if ((best < 0 || gains[i]! > gains[best]!) && (mayJoin?.(set, left[i]!) ?? true)) best = i;
  if (best < 0) return false;
  const id = left.splice(best, 1)[0]!;
  gains.splice(best, 1);
  const isOfRow = isInRow(id);
  for (const [i, other] of left.entries()) {
    gains[i]! += value.ofPair(id, other);
    if (isOfRow && isInRow(other)) for (const third of inRow) gains[i]! += value.ofTriple(third, id, other);
  }
  if (isOfRow) inRow.push(id);
  set.push(id);
  return true;
}

/** The value of an attribute's triples with pairs of a set. */
function triplesWith(value: AcquisitionValue, set: readonly number[], id: number): number {
  let sum = 0;
  for (let i = 1; i < set.length; i++) for (let j = 0; j < i; j++) sum += value.ofTriple(set[i]!, set[j]!, id);
  return sum;
}
