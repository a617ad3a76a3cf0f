import type {SkipReason} from "../pairs.js";
import {conversationsShape} from "./conversations.js";
import {instructionOutputShape} from "./instruction-output.js";
import {messagesShape} from "./messages.js";
import type {DataRow, PairShape} from "./pair-shape.js";
import {promptResponseShape} from "./prompt-response.js";

/** In the order they are tried: a row has the first shape that reads it. */
const registered: PairShape[] = [messagesShape, conversationsShape, instructionOutputShape, promptResponseShape];

/** Every shape that rows may have, in the order they are tried. */
export const allPairShapes = (): readonly PairShape[] => registered;

/**
 * Adds a shape for this process, to be tried before those that are there; returns a function that removes it. Throws an
 * Error when the name is taken or it reads no column.
 */
export function registerPairShape(shape: PairShape): () => void {
  const {name, columns} = shape;
  if (registered.some((other) => other.name === name)) throw new Error(`shape of pairs is registered already: ${name}`);
  if (columns.length === 0) throw new Error(`shape of pairs reads no column: ${name}`);
  registered.unshift(shape);
  return () => {
    const at = registered.indexOf(shape);
    if (at >= 0) registered.splice(at, 1);
  };
}

/** The texts of a row and the name of its shape, or why it is no pair. */
export type ReadRow = {shape: string; query: string; response: string} | {reason: SkipReason};

/** Reads a row by the first shape it has. */
export function readRow(row: DataRow): ReadRow {
  for (const shape of registered) {
    const texts = shape.read(row);
    if (texts !== undefined) return "reason" in texts ? texts : {shape: shape.name, ...texts};
  }
  return {reason: "unknown-shape"};
}

/** What rows should have; the end of an error message. */
export function expectedShapes(): string {
  const shapes = registered.map(({expected}) => expected);
  return `expected ${shapes.slice(0, -1).join(", ")}, or ${shapes.at(-1)}`;
}

/** Of a file's columns, those that some shape reads. */
export const pairColumnsOf = (columns: readonly string[]): string[] =>
  columns.filter((column) => registered.some((shape) => shape.columns.includes(column)));

/** Whether some shape needs all fields of the records in a column. */
export const needsWholeRecords = (column: string): boolean =>
  registered.some(({columns, wholeRecords = false}) => wholeRecords && columns.includes(column));
