import {readdirSync} from "node:fs";
import {join} from "node:path";

/** All files of a built site with an ending, sorted. */
export function siteFiles(folder: string, ending: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
