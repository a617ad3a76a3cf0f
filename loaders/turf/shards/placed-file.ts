import {closeSync, constants, fsyncSync, openSync, renameSync, statSync, writeSync} from "node:fs";
import {readJson, writeJson} from "../index/files.js";

/**
 * A part of a file that several units write, each at its own place. The file has no name that a reader knows until all
 * parts are there (`publishParts`).
 */
export class PlacedWriter {
  readonly #file: number;

  constructor(
    path: string,
    private position: number // of the next byte
  ) {
    this.#file = openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o666); // not to read: NFS sends these bytes alone
  }

  add({buffer, byteOffset, byteLength}: NodeJS.ArrayBufferView): void {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    for (let at = 0; at < byteLength;)
      at += writeSync(this.#file, bytes, at, Math.min(bytesAtOnce, byteLength - at), this.position + at);
    this.position += byteLength;
  }

  /** Ends the part, which is on the disk then. */
  close(): void {
    fsyncSync(this.#file);
    closeSync(this.#file);
  }
}

const bytesAtOnce = 1 << 28;

/** A file that is whole under one name, and gets another. */
export interface PartsMove {
  from: string;
  to: string;
  bytes: number; // that it has to have
}

/** What was about to be moved: times by name, by which a file is known again after it was moved. */
type Noted = Record<string, number>;

const changedOf = (path: string): number | undefined => statSync(path, {throwIfNoEntry: false})?.mtimeMs;

/** Whether the files are there, under the one name or, moved before, under the other. */
export function hasParts(note: string, moves: readonly Pick<PartsMove, "from" | "to">[]): boolean {
  const noted = readNote(note);
  return moves.every(({from, to}) => {
    const isMoved = noted[to] !== undefined && changedOf(to) === noted[to];
    return changedOf(from) !== undefined || isMoved;
  });
}

/**
 * Gives files their names that units wrote in parts, and goes on after a kill in the middle. Returns false, with nothing
 * done, where a file is not whole, or was replaced after it had its name.
 */
export function publishParts(note: string, moves: readonly PartsMove[]): boolean {
  if (!hasParts(note, moves)) return false;
  if (moves.some(({from, to, bytes}) => (sizeOf(from) ?? sizeOf(to)) !== bytes)) return false;
  const noted = readNote(note);
  for (const {from, to} of moves) noted[to] = changedOf(from) ?? noted[to]!;
  writeJson(note, noted);
  for (const {from, to} of moves) if (changedOf(from) !== undefined) renameSync(from, to);
  return true;
}

const sizeOf = (path: string): number | undefined => statSync(path, {throwIfNoEntry: false})?.size;

function readNote(path: string): Noted {
  try {
    return readJson<Noted>(path);
  } catch {
    return {};
  }
}
