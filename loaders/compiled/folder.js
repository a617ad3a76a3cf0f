import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";

/** @typedef {{hash: string, inputs: string[]}} Compiled What was compiled: paths in the project, and their hash. */

/** Below the project. @param {string} project */
export const compiledRoot = (project) => join(project, "compiled");

/** Says which folder is the current one. @param {string} project */
export const currentFile = (project) => join(compiledRoot(project), "current.json");

/** The file of a module in a compiled folder. All lie side by side. @param {string} path */
export const outputName = (path) => path.replaceAll("/", "-").replace(/\.ts$/, ".js");

/** What was compiled last. @param {string} project @returns {Compiled | null} */
export function readCurrent(project) {
  try {
    return JSON.parse(readFileSync(currentFile(project), "utf8"));
  } catch {
    return null; // not compiled yet
  }
}

/**
 * The hash of the contents of sources; null if one is gone.
 *
 * @param {string} project
 * @param {readonly string[]} paths
 */
export function hashOf(project, paths) {
  try {
    return hashOfContents(paths.map((path) => [path, readFileSync(join(project, path))]));
  } catch {
    return null;
  }
}

/** @param {readonly (readonly [string, Uint8Array])[]} files Paths and contents. */
export function hashOfContents(files) {
  const hash = createHash("sha256");
  for (const [path, contents] of files) hash.update(`${path}\0`).update(contents).update("\0");
  return hash.digest("hex").slice(0, 16);
}
