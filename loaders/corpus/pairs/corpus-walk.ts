import {openSync, closeSync, readSync, readdirSync, realpathSync, statSync, type Stats} from "node:fs";
import {join} from "node:path";
import type {UnreadReason} from "./pairs.js";

/** A file or what is in the place of one. */
export interface FoundFile {
  path: string;
  name: string; // within the folder, with slashes
  size: number; // bytes
  modified: number; // ms since 1970; 0 where there is a problem
  problem: UnreadReason | null;
}

/**
 * Everything in a folder and below, by name, without hidden files. Links are followed; one that leads back to a folder
 * it is in is not.
 */
export const walkFolder = (folder: string): FoundFile[] =>
  [...walk(folder, "", [realpathSync(folder)])].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

function* walk(folder: string, prefix: string, ancestors: readonly string[]): Generator<FoundFile> {
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith(".")) continue;
    const path = join(folder, entry);
    const name = `${prefix}${entry}`;
    const stats = maybeStats(path);
    if (typeof stats === "string") yield {path, name, size: 0, modified: 0, problem: stats};
    else if (!stats.isDirectory()) {
      const {size, mtimeMs: modified} = stats;
      yield {path, name, size, modified, problem: stats.isFile() ? null : "not-a-file"};
    } else {
      const real = realpathSync(path);
      if (ancestors.includes(real)) yield {path, name, size: 0, modified: 0, problem: "link-loop"};
      else yield* walk(path, `${name}/`, [...ancestors, real]);
    }
  }
}

function maybeStats(path: string): Stats | UnreadReason {
  try {
    return statSync(path);
  } catch (cause) {
    const {code} = cause as {code?: string};
    if (code === "ENOENT") return "dangling-link";
    if (code === "ELOOP") return "link-loop";
    throw cause;
  }
}

const pointer = "version https://git-lfs.github.com/spec/";

/** Whether a file is what Git LFS leaves in the place of one that it has not fetched. */
export function isLfsPointer(path: string, size: number): boolean {
  if (size > 1024) return false;
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(pointer.length);
    return readSync(file, head) === head.length && head.toString("latin1") === pointer;
  } finally {
    closeSync(file);
  }
}
