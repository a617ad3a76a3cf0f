import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs";
import {dirname, join, relative} from "node:path";
import type {Sources, Staged} from "./sources.js";

/**
 * Makes a folder hold these sources and nothing else, apart from what Framework keeps. Files that are right already are
 * left alone; the others are replaced in one step, as a preview may be reading them.
 */
export function writeSources(root: string, sources: Sources): void {
  mkdirSync(root, {recursive: true});
  removeOthers(root, root, sources);
  for (const [path, staged] of sources) {
    const at = join(root, path);
    if (!isThere(at, staged)) replace(at, staged);
  }
}

function isThere(at: string, staged: Staged): boolean {
  const found = lstatSync(at, {throwIfNoEntry: false});
  if ("link" in staged) return found?.isSymbolicLink() === true && readlinkSync(at) === staged.link;
  return found?.isFile() === true && readFileSync(at, "utf8") === staged.text;
}

function replace(at: string, staged: Staged): void {
  const draft = `${at}.${process.pid}.draft`;
  mkdirSync(dirname(at), {recursive: true});
  rmSync(draft, {force: true});
  if ("link" in staged) symlinkSync(staged.link, draft);
  else writeFileSync(draft, staged.text);
  if (lstatSync(at, {throwIfNoEntry: false})?.isDirectory()) rmSync(at, {recursive: true});
  renameSync(draft, at);
}

/** Removes other files, and folders that are empty then. Another process may do the same at this moment. */
function removeOthers(root: string, folder: string, sources: Sources): void {
  for (const entry of readdirSync(folder, {withFileTypes: true})) {
    const at = join(folder, entry.name);
    if (entry.name === ".observablehq" || entry.name.endsWith(".draft")) continue;
    if (entry.isDirectory()) {
      removeOthers(root, at, sources);
      if (readdirSync(at).length === 0) rmdirSync(at);
    } else if (!sources.has(relative(root, at).replaceAll("\\", "/"))) rmSync(at, {force: true});
  }
}
