import {closeSync, openSync, readdirSync, readSync, statSync} from "node:fs";
import {join} from "node:path";
import {UserError} from "../../util/user-error.js";

const deepest = 12; // folders inside folders

/** The Inspect logs that a path names: a file, or all in a folder and its folders, by name. Empty: there are none. */
export function findLogs(path: string): string[] {
  const stats = statSync(path, {throwIfNoEntry: false});
  if (stats?.isFile()) return isLog(path) ? [path] : [];
  return stats?.isDirectory() ? logsIn(path, deepest) : [];
}

function logsIn(folder: string, depth: number): string[] {
  if (depth === 0) throw new UserError(`folders more than ${deepest} deep: name one of them`, {file: folder});
  return readdirSync(folder, {withFileTypes: true})
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return logsIn(path, depth - 1);
      return entry.isFile() && isLog(path) ? [path] : [];
    });
}

/** Whether a file is one that Inspect writes: by its ending, or of JSON by how it begins. */
const isLog = (path: string): boolean => path.endsWith(".eval") || (path.endsWith(".json") && isJsonLog(path));

const start = 4096; // bytes

function isJsonLog(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(start);
    const head = bytes.toString("utf8", 0, readSync(file, bytes, 0, start, 0));
    return /^\s*\{\s*"version"\s*:\s*\d+\s*,\s*"status"\s*:/.test(head) && /"eval"\s*:\s*\{/.test(head);
  } finally {
    closeSync(file);
  }
}
