import {createRegistry} from "../../../util/registry.js";
import {conversationsShape} from "./conversations.js";
import {elsewhereShape, recordsIn} from "./elsewhere.js";
import {instructionOutputShape} from "./instruction-output.js";
import {messagesShape} from "./messages.js";
import type {DataRow, NoPair, PairShape} from "./pair-shape.js";
import {chosenShape} from "./chosen.js";
import {promptResponseShape} from "./prompt-response.js";
import {rejectedBy} from "./verdict.js";

/** In the order they are tried: a row has the first shape that reads it. One from outside goes first. */
const shapes = createRegistry<PairShape>({what: "shape of pairs", nameOf: ({name}) => name, first: true}, [
  messagesShape,
  conversationsShape,
  chosenShape,
  instructionOutputShape,
  promptResponseShape,
  elsewhereShape
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
export type ReadRow = {shape: string; query: string; response: string} | NoPair;

const maxWrappings = 2;

/**
 * Reads a row by the first shape it has: as it is, then with its columns' names in lower case, then the one record
 * within it that has a shape.
 */
export const readRow = (row: DataRow): ReadRow => maybeRead(row, maxWrappings) ?? {reason: "unknown-shape"};

function maybeRead(row: DataRow, wrappings: number): ReadRow | undefined {
  const read = byShape(row) ?? (hasUpperCase(row) ? byShape(lowerCased(row)) : undefined);
  if (read !== undefined || wrappings === 0) return read;
  const inner = recordsIn(row).flatMap((record) => maybeRead(record, wrappings - 1) ?? []);
  return inner.length === 1 ? inner[0] : undefined;
}

function byShape(row: DataRow): ReadRow | undefined {
  for (const shape of allPairShapes()) {
    const texts = shape.read(row);
    if (texts === undefined) continue;
    const rejected = rejectedBy(row);
    if (rejected !== undefined) return {reason: "rejected", what: rejected};
    return "reason" in texts ? texts : {shape: shape.name, ...texts};
  }
  return undefined;
}

const hasUpperCase = (row: DataRow): boolean => Object.keys(row).some((name) => name !== name.toLowerCase());

const lowerCased = (row: DataRow): DataRow =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));

/** What rows should have; the end of an error message. */
export function expectedShapes(): string {
  const texts = allPairShapes().map(({expected}) => expected);
  return `expected ${texts.slice(0, -1).join(", ")}, or ${texts.at(-1)}`;
}

/** Of a file's columns, those that some shape reads. */
export const pairColumnsOf = (columns: readonly string[]): string[] =>
  columns.filter((column) =>
    allPairShapes().some((shape) => [column, column.toLowerCase()].some((name) => shape.columns.includes(name)))
  );

/** Whether some shape needs all fields of the records in a column. */
export const needsWholeRecords = (column: string): boolean =>
  allPairShapes().some(({columns, wholeRecords = false}) => wholeRecords && columns.includes(column));

/** What is said of the shapes that were read. */
export const notesOnShapes = (names: readonly string[]): string[] =>
  allPairShapes().flatMap(({name, note}) => (note !== undefined && names.includes(name) ? [note] : []));
