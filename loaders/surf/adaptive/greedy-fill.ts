import {maxAttributes} from "../draws.js";
import type {AcquisitionValue} from "./acquisition-value.js";

/** A set that is being filled up, and what each attribute that may join it would add. */
interface Filling {
  set: number[];
  inRow: number[]; // of the set, those of the row
  left: number[];
  gains: number[]; // of those left
}

/**
 * Fills a set up to five attributes: adds the option with the highest gain in acquisition value, then the next.
 * Attributes of one row gain by triples too.
 */
export function fillGreedily(
  value: AcquisitionValue,
  seed: readonly number[],
  options: readonly number[],
  isInRow: (id: number) => boolean
): number[] {
  const inRow = seed.filter(isInRow);
  const left = [...new Set(options)].filter((id) => !seed.includes(id));
  const gains = left.map((id) => value.gain(seed, id) + (isInRow(id) ? triplesWith(value, inRow, id) : 0));
  const filling = {set: [...seed], inRow, left, gains};
  while (filling.set.length < maxAttributes && left.length > 0) addBest(value, filling, isInRow);
  return filling.set;
}

/** Adds the attribute with the highest gain and updates the gains of the others. */
function addBest(value: AcquisitionValue, {set, inRow, left, gains}: Filling, isInRow: (id: number) => boolean): void {
  let best = 0;
  for (let i = 1; i < left.length; i++) if (gains[i]! > gains[best]!) best = i;
  const id = left.splice(best, 1)[0]!;
  gains.splice(best, 1);
  const isOfRow = isInRow(id);
  for (const [i, other] of left.entries()) {
    gains[i]! += value.ofPair(id, other);
    if (isOfRow && isInRow(other)) for (const third of inRow) gains[i]! += value.ofTriple(third, id, other);
  }
  if (isOfRow) inRow.push(id);
  set.push(id);
}

/** The value of an attribute's triples with pairs of a set. */
function triplesWith(value: AcquisitionValue, set: readonly number[], id: number): number {
  let sum = 0;
  for (let i = 1; i < set.length; i++) for (let j = 0; j < i; j++) sum += value.ofTriple(set[i]!, set[j]!, id);
  return sum;
}
