// Imports the TypeScript of the product. It is plain JavaScript: it runs before Node can read anything else.
import {existsSync} from "node:fs";
import {join, sep} from "node:path";
import {fileURLToPath, pathToFileURL, URL} from "node:url";
import {compiledRoot, hashOf, outputName, readCurrent} from "./folder.js";

const project = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Imports a module of the product, by its path in the project: compiled, which starts in a third of the time, or else
 * file by file through tsx. A clone compiles itself whenever a source has changed; a package is packed compiled.
 *
 * @param {string} path
 * @returns {Promise<any>}
 */
export async function importSource(path) {
  const folder = await compiledFolder(project);
  const compiled = folder === null ? null : join(folder, outputName(path));
  if (compiled !== null && existsSync(compiled)) return import(pathToFileURL(compiled).href);
  const {register} = await import("tsx/esm/api");
  register();
  return import(pathToFileURL(join(project, path)).href);
}

/**
 * As `importSource`, for the URL of a module.
 *
 * @param {string} url
 */
export const importSourceAt = (url) => importSource(fileURLToPath(url).slice(project.length).replaceAll("\\", "/"));

/**
 * The folder of the compiled product, up to date; it is compiled first where need be. Null where that can't be done: in
 * an installed package, which is never written to, or without esbuild.
 *
 * @param {string} project
 * @returns {Promise<string | null>}
 */
async function compiledFolder(project) {
  const current = readCurrent(project);
  const folder = current === null ? null : join(compiledRoot(project), current.hash);
  if (folder !== null && existsSync(folder) && hashOf(project, current.inputs) === current.hash) return folder;
  if (project.includes(`${sep}node_modules${sep}`)) return null;
  try {
    const {compile} = await import("./compile.js");
    return await compile(project);
  } catch {
    return null; // a source that does not compile is reported by tsx, which meets it next
  }
}
