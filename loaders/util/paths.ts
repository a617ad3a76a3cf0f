import {homedir} from "node:os";
import {basename, dirname, join, resolve, sep} from "node:path";
import {fileURLToPath} from "node:url";

/** The project's own folder, wherever it is started from. */
export const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Inputs and outputs: `data/`, or the folder that SURFTURF_DATA names (tests, a second workspace). */
export function dataFolder(): string {
  return resolve(projectFolder, process.env.SURFTURF_DATA || "data");
}

export const studiesFolder = (): string => join(dataFolder(), "studies");
export const rubricsFolder = (): string => join(dataFolder(), "rubrics");
export const worldsFolder = (): string => join(dataFolder(), "worlds");
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
 * A path as a published page may show it: within the project, or the file's name alone. `hf:` names stay as they are.
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
    .replaceAll(homedir() + sep, `~${sep}`);
}
