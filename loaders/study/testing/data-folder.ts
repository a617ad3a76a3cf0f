import {mkdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {dataFolder, projectFolder} from "../../util/paths.js";

/** Writes a file below the tests' data folder and gives its path. */
export function writeData(path: string, text: string): string {
  const file = join(dataFolder(), path);
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, text);
  return file;
}

/** The rubrics and worlds that the product ships, for studies in a temporary data folder. */
export const shipped = (path: string): string => join(projectFolder, "data", path);
