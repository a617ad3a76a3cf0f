import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join, relative} from "node:path";
import {pathToFileURL} from "node:url";
import {absentData, standIn} from "./absent-data.js";
import {isClone, ownSource, productSource} from "./places.js";

/** A file of the site's sources: a link to another file, or a text. */
export type Staged = {link: string} | {text: string};

/** Files of the site's sources by their path below its root. */
export type Sources = Map<string, Staged>;

/**
 * The sources of the site: those of the product and, beside them or in their place, those of the workspace. In place of
 * a page that reads a study that is not here stands one that says so; `log` gets a line about it.
 */
export function siteSources(log: (line: string) => void = () => undefined): Sources {
  const sources: Sources = new Map();
  const own = isClone() ? [] : filesIn(ownSource());
  for (const path of filesIn(productSource))
    if (isClone() || !path.startsWith("notebooks/")) sources.set(path, staged(path, join(productSource, path)));
  for (const path of own) sources.set(path, staged(path, join(ownSource(), path)));
  replaceAbsent(sources, log);
  return sources;
}

/**
 * A link, or for a loader a file of one line that calls it: changing the time of this file, which makes Framework run
 * the loader again, changes nothing that is installed or that the user wrote.
 */
const staged = (path: string, file: string): Staged =>
  /^data\/.*\.ts$|\.md\.ts$/.test(path)
    ? {text: `import ${JSON.stringify(pathToFileURL(file).href)};\n`}
    : {link: file};

function replaceAbsent(sources: Sources, log: (line: string) => void): void {
  const files = new Set(sources.keys());
  for (const path of filesIn(ownSource())) {
    if (!path.endsWith(".md")) continue;
    const page = readFileSync(join(ownSource(), path), "utf8");
    const absent = absentData(page, files);
    if (absent.length === 0) continue;
    log(`src/${path} shows nothing: it reads ${absent.join(" and ")}, which is not here`);
    sources.set(path, {text: standIn(path, page, absent)});
  }
}

/** Files below a folder that may be part of a site: no tests, nothing hidden, no packages. */
function filesIn(root: string, folder = root): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (/^\.|^node_modules$|\.test\.ts$/.test(entry.name) || relative(root, path) === "testing") return [];
    return entry.isDirectory() ? filesIn(root, path) : [relative(root, path).replaceAll("\\", "/")];
  });
}
