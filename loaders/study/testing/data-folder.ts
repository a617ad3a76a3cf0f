import {mkdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {dataFolder, projectFolder} from "../../util/paths.js";

/** Writes a file in the data folder of the tests. Returns its path. */
export function writeData(path: string, text: string): string {
  const file = join(dataFolder(), path);
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, text);
  return file;
}

/** The path of a rubric or world that is part of the product, for studies in a temporary data folder. */
export const shipped = (path: string): string => join(projectFolder, "data", path);

/** The text of a study file in which the lab plays every role, with the rubric `code` and more lines. */
export function labStudyFile(more: readonly string[]): string {
  const common = [
    "models: lab",
    `world: ${shipped("worlds/chunky.yaml")}`,
    `rubrics: [${shipped("rubrics/code.yaml")}]`
  ];
  return [...common, ...more, ""].join("\n");
}
