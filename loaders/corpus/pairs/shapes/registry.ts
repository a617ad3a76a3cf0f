import {createRegistry} from "../../../util/registry.js";
import type {SkipReason} from "../pairs.js";
import {conversationsShape} from "./conversations.js";
import {instructionOutputShape} from "./instruction-output.js";
import {messagesShape} from "./messages.js";
import type {DataRow, PairShape} from "./pair-shape.js";
import {promptResponseShape} from "./prompt-response.js";

/** In the order they are tried: a row has the first shape that reads it. One from outside goes first. */
const shapes = createRegistry<PairShape>({what: "shape of pairs", nameOf: ({name}) => name, first: true}, [
  messagesShape,
  conversationsShape,
  instructionOutputShape,
  promptResponseShape
]);

/** Every shape that rows may have, in the order they are tried. */
export const allPairShapes = shapes.all;

/**
 * Adds a shape for this process; returns a function that removes it. Throws an Error when its name is taken or it
 * reads no column.
 */
export function registerPairShape(shape: PairShape): () => void {
  if (shape.columns.length === 0) throw new Error(`shape of pairs reads no column: ${shape.name}`);
  return shapes.register(shape);
}

/** The texts of a row and the name of its shape, or why it is no pair. */
export type ReadRow = {shape: string; query: string; response: string} | {reason: SkipReason};

/** Reads a row by the first shape it has. */
export function readRow(row: DataRow): ReadRow {
  for (const shape of allPairShapes()) {
    const texts = shape.read(row);
    if (texts !== undefined) return "reason" in texts ? texts : {shape: shape.name, ...texts};
  }
  return {reason: "unknown-shape"};
}

/** What rows should have; the end of an error message. */
export function expectedShapes(): string {
  const texts = allPairShapes().map(({expected}) => expected);
  return `expected ${texts.slice(0, -1).join(", ")}, or ${texts.at(-1)}`;
}

/** Of a file's columns, those that some shape reads. */
export const pairColumnsOf = (columns: readonly string[]): string[] =>
  columns.filter((column) => allPairShapes().some((shape) => shape.columns.includes(column)));

/** Whether some shape needs all fields of the records in a column. */
export const needsWholeRecords = (column: string): boolean =>
  allPairShapes().some(({columns, wholeRecords = false}) => wholeRecords && columns.includes(column));
