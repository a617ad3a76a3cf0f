import {closeSync, openSync, readSync, rmSync, writeSync} from "node:fs";
import {setImmediate} from "node:timers/promises";
import {writeAtomically} from "../../util/atomic-file.js";
import {boundsPath, codesPath, headerPath, readHeader} from "./vector-file.js";

const bytesAtOnce = 16 << 20;

/** Writes vector files with codes, one after the other, as one. Returns how many rows it has. */
export async function joinVectors(parts: readonly string[], path: string): Promise<number> {
  const headers = parts.map(readHeader);
  rmSync(headerPath(path), {force: true});
  for (const place of [(file: string) => file, codesPath, boundsPath]) await join(parts.map(place), place(path));
  const count = headers.reduce((sum, header) => sum + header.count, 0);
  writeAtomically(headerPath(path), JSON.stringify({...headers[0]!, count}));
  return count;
}

async function join(parts: readonly string[], path: string): Promise<void> {
  const target = openSync(path, "w");
  try {
    const bytes = Buffer.allocUnsafe(bytesAtOnce);
    for (const part of parts) await append(target, part, bytes);
  } finally {
    closeSync(target);
  }
}

async function append(target: number, part: string, bytes: Buffer): Promise<void> {
  const source = openSync(part, "r");
  try {
    for (;;) {
      const read = readSync(source, bytes);
      if (read === 0) return;
      for (let at = 0; at < read;) at += writeSync(target, bytes, at, read - at);
      await setImmediate(); // the lock gives its signs of life in between
    }
  } finally {
    closeSync(source);
  }
}
