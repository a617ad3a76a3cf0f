import {closeSync, fsyncSync, openSync, renameSync, rmSync} from "node:fs";
import writeFileAtomic from "write-file-atomic";

/** Writes a text file in one step, forced to disk: a reader sees the old file or the new one, never a part. */
export const writeAtomically = (path: string, text: string): void => writeFileAtomic.sync(path, text);

export interface DraftOptions {
  locked?: boolean; // one process at a time writes it, and replaces the draft of one that was killed (default false)
}

/** A file too large to be written in one step: it is written to `path`, and gets its name when it is complete. */
export class DraftFile {
  readonly path: string;

  constructor(
    private readonly target: string,
    {locked = false}: DraftOptions = {}
  ) {
    this.path = locked ? `${target}.draft` : `${target}.${process.pid}.draft`;
  }

  /** Forces what was written to disk and gives the file its name. Call it after the last write has finished. */
  commit(): void {
    const file = openSync(this.path, "r+");
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(this.path, this.target);
  }

  /** Removes the draft; an older file of that name stays. */
  discard(): void {
    rmSync(this.path, {force: true});
  }
}
