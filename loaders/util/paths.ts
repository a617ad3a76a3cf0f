import {existsSync} from "node:fs";
import {homedir} from "node:os";
import {basename, dirname, join, resolve, sep} from "node:path";
import {fileURLToPath} from "node:url";
import {workspaceFrom} from "./workspace.js";

/** The product's own folder: a clone, or the installed package, which is never written to. */
export const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * Where the user works: `data/`, `src/`, `dist/` and `.env` are there. It is the repository of their own that depends on
 * this package, or the clone. SURFTURF_WORKSPACE names another one.
 */
export function workspaceFolder(): string {
  if (process.env.SURFTURF_WORKSPACE) return resolve(process.env.SURFTURF_WORKSPACE);
  const folder = process.cwd();
  if (found?.from !== folder) found = {from: folder, workspace: workspaceFrom(folder, projectFolder)};
  return found.workspace;
}

let found: {from: string; workspace: string} | undefined;

/** Inputs and outputs: `data/`, or the folder that SURFTURF_DATA names (tests, a second workspace). */
export function dataFolder(): string {
  return resolve(workspaceFolder(), process.env.SURFTURF_DATA || "data");
}

/** An input by its path below `data/`: the user's own, else the one that ships with the product. */
export function inputFile(...path: string[]): string {
  const own = join(dataFolder(), ...path);
  const shipped = join(shippedData, ...path);
  return existsSync(own) || !existsSync(shipped) ? own : shipped;
}

const shippedData = join(projectFolder, "data");
export const shippedRubricsFolder = join(shippedData, "rubrics");

export const studiesFolder = (): string => join(dataFolder(), "studies");
export const rubricsFolder = (): string => join(dataFolder(), "rubrics");

/** The file of a world, by its name. */
export const worldFile = (name: string): string => inputFile("worlds", `${name}.yaml`);

export const recordingsFolder = (): string => join(dataFolder(), "recordings");
export const runsFolder = (): string => join(dataFolder(), "runs");

/** Files of hub data sets, a folder a commit. */
export const hubFolder = (): string => join(dataFolder(), "cache", "hub");

export const indexesFolder = (): string => join(dataFolder(), "indexes");

/** Everything of one index of a training corpus. */
export const indexFolder = (name: string): string => join(indexesFolder(), name);

/** Outputs of one study: journal, tables, manifest, lock. */
export const studyFolder = (name: string): string => join(runsFolder(), name);

/**
 * A path as a published page may show it: within the workspace, or the file's name alone. `hf:` names stay as they are.
 */
export function publicPath(path: string): string {
  if (/^[a-z]+:(?!\/\/)/.test(path)) return path;
  const shown = withoutFolders(resolve(path));
  return shown === resolve(path) || shown.startsWith("~") ? basename(path) : shown;
}

/** A text as a published page may show it: folders of this machine are taken out of it. */
export function withoutFolders(text: string): string {
  return text
    .replaceAll(dataFolder() + sep, `data${sep}`)
    .replaceAll(projectFolder + sep, "")
    .replaceAll(workspaceFolder() + sep, "")
    .replaceAll(homedir() + sep, `~${sep}`);
}
