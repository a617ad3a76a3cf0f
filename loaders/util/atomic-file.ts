import {closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {exists} from "./process-state.js";

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
    this.sync();
    this.publish();
  }

  /** Forces what was written to disk: the first half of `commit`, which takes time and may fail. */
  sync(): void {
    const file = openSync(this.path, "r+");
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  /** Gives the file its name: the second half of `commit`. */
  publish(): void {
    renameSync(this.path, this.target);
  }

  /** Removes the draft; an older file of that name stays. */
  discard(): void {
    rmSync(this.path, {force: true});
  }
}

/** Removes the drafts that processes which were killed left in a folder: files and folders `<name>.<pid>.draft`. */
export function removeLeftBehind(folder: string, name?: string): void {
  for (const entry of readdirSync(folder)) {
    const [, of, pid] = /^(.+)\.(\d+)\.draft$/.exec(entry) ?? [];
    if (pid === undefined || (name !== undefined && of !== name) || exists(Number(pid))) continue;
    rmSync(join(folder, entry), {recursive: true, force: true});
  }
}

/** Removes the drafts of a file or folder that processes which were killed left beside it. */
export const removeDraftsOf = (path: string): void => removeLeftBehind(dirname(path), basename(path));
