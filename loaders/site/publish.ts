import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs";
import {dirname, join, relative} from "node:path";
import {removeDraftsOf} from "../util/atomic-file.js";
import {UserError, type Place} from "../util/user-error.js";
import {siteFiles} from "./pages.js";

/** A kind of folder that this program makes, and knows again by a file in it. */
export interface SiteKind {
  mark: string; // name of that file, which lists the others
  facts?: object; // what else it says
  key: string; // the flag that names the folder, for errors
  unmarked?: boolean; // whether an earlier version made such folders without the file
}

const pathsIn = (folder: string): string[] => siteFiles(folder, "").map((file) => relative(folder, file));

/**
 * Throws a UserError unless a site may be put there: a folder that is not there, is empty, or holds a site of the kind.
 * What else is in it stays.
 */
export function checkOutput(output: string, kind: SiteKind): void {
  const place: Place = {key: kind.key, file: output};
  if (lstatSync(output, {throwIfNoEntry: false}) === undefined) return;
  if (!statSync(output, {throwIfNoEntry: false})?.isDirectory()) throw new UserError("expected a folder", place);
  if (readdirSync(output).length === 0 || ownFiles(output, kind) !== undefined) return;
  throw new UserError("holds other files: name a new folder, an empty one, or one that this command made", place);
}

/**
 * Puts a built site into its folder. What the folder holds besides an older site (`.git`, CNAME, notes) is left alone.
 * Files other than pages have a hash in their names: they are put beside the old ones first, then the pages are replaced
 * in one go, and at last what only the old ones used is removed. At any moment each page has all that it loads. Throws a
 * UserError, before anything is changed, where a file of another is in the way.
 */
export function publishSite(draft: string, output: string, kind: SiteKind): void {
  checkOutput(output, kind);
  removeDraftsOf(output);
  const before = existsSync(output) ? (ownFiles(output, kind) ?? []) : [];
  const files = pathsIn(draft).filter((file) => !isThereAnyway(draft, output, file, before));
  checkFree(output, files, {before: new Set(before), key: kind.key});
  writeFileSync(join(draft, kind.mark), markOf(kind, files));
  if (!existsSync(output)) return renameSync(draft, output);
  const all = join(draft, `${kind.mark}.all`); // after a kill, old and new files are known as the site's own
  writeFileSync(all, markOf(kind, [...before, ...files]));
  moveFile(all, join(output, kind.mark));
  for (const folder of new Set(files.map((file) => dirname(join(output, file))))) mkdirSync(folder, {recursive: true});
  for (const file of inOrder(files)) moveFile(join(draft, file), join(output, file));
  removeOld(output, new Set(before), new Set(files));
  moveFile(join(draft, kind.mark), join(output, kind.mark));
}

const markOf = ({facts}: SiteKind, files: readonly string[]): string =>
  `${JSON.stringify({...facts, files: [...new Set(files)].sort()})}\n`;

const inOrder = (files: readonly string[]): string[] => [
  ...files.filter((file) => !file.endsWith(".html")),
  ...files.filter((file) => file.endsWith(".html"))
];

/** The files of the site that a folder holds, by path; undefined where it holds none of the kind. */
function ownFiles(output: string, {mark, unmarked = false}: SiteKind): string[] | undefined {
  const path = join(output, mark);
  if (!existsSync(path)) return unmarked && isPage(join(output, "index.html")) ? filesOfUnmarked(output) : undefined;
  const {files} = readMark(path);
  return files?.filter((file) => !/^([/\\]|[a-z]:)|(^|[/\\])\.\.([/\\]|$)/i.test(file)) ?? filesOfUnmarked(output);
}

function readMark(path: string): {files?: string[]} {
  try {
    const {files} = JSON.parse(readFileSync(path, "utf8")) as {files?: unknown};
    return Array.isArray(files) ? {files: files.filter((file) => typeof file === "string")} : {};
  } catch {
    return {};
  }
}

/** What an earlier version, which made no list, wrote for sure. */
const filesOfUnmarked = (output: string): string[] =>
  readdirSync(output, {withFileTypes: true}).flatMap((entry) => {
    const path = join(output, entry.name);
    if (/^_(observablehq|npm|node|jsr|import|file|duckdb)$/.test(entry.name) && entry.isDirectory())
      return pathsIn(path).map((file) => join(entry.name, file));
    if (entry.isFile()) return isPage(path) ? [entry.name] : [];
    if (!entry.isDirectory() || entry.name.startsWith(".")) return [];
    return siteFiles(path, ".html").flatMap((file) => (isPage(file) ? [relative(output, file)] : []));
  });

const isPage = (path: string): boolean =>
  path.endsWith(".html") && existsSync(path) && readFileSync(path, "utf8").includes("_observablehq/");

/** Whether another put the very same file there: it stays theirs. */
function isThereAnyway(draft: string, output: string, file: string, before: readonly string[]): boolean {
  const there = join(output, file);
  if (before.includes(file) || !lstatSync(there, {throwIfNoEntry: false})?.isFile()) return false;
  return readFileSync(there).equals(readFileSync(join(draft, file)));
}

function checkFree(output: string, files: readonly string[], {before, key}: {before: Set<string>; key: string}): void {
  const inTheWay = (path: string): UserError =>
    new UserError("is in the way, and this command did not make it: move it, or name another folder", {
      key,
      file: path
    });
  for (const file of files) {
    const found = lstatSync(join(output, file), {throwIfNoEntry: false});
    if (found !== undefined && (!before.has(file) || found.isDirectory())) throw inTheWay(join(output, file));
  }
  for (const folder of new Set(files.flatMap(foldersOf))) {
    const found = lstatSync(join(output, folder), {throwIfNoEntry: false});
    if (found !== undefined && !found.isDirectory()) throw inTheWay(join(output, folder)); // a link leads elsewhere
  }
}

/** The folders above a file, below the site's own. */
function foldersOf(file: string): string[] {
  const folder = dirname(file);
  return folder === "." ? [] : [...foldersOf(folder), folder];
}

/** Replaces a file in one step, on another disk too. */
function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as {code?: string}).code !== "EXDEV") throw error;
    const draft = `${to}.${process.pid}.draft`;
    copyFileSync(from, draft);
    renameSync(draft, to);
  }
}

function removeOld(output: string, before: ReadonlySet<string>, files: ReadonlySet<string>): void {
  const isFolder = (path: string) => lstatSync(join(output, path), {throwIfNoEntry: false})?.isDirectory() ?? false;
  const old = [...before].filter((file) => !files.has(file) && foldersOf(file).every(isFolder) && !isFolder(file));
  for (const file of old) rmSync(join(output, file), {force: true});
  const folders = [...new Set(old.flatMap(foldersOf))].sort((a, b) => b.length - a.length);
  for (const folder of folders) removeIfEmpty(join(output, folder));
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // holds what is not ours, or is gone
  }
}
