import {readFileSync} from "node:fs";
import {dirname, join, sep} from "node:path";

/**
 * The workspace of a process that works in `folder`: the nearest folder, upwards, whose package.json depends on
 * surfturf, or the package's own folder if it is a clone. An installed package without such a folder works in `folder`.
 */
export function workspaceFrom(folder: string, packageFolder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (at === packageFolder || dependencyIn(at) !== undefined) return at;
    if (at === dirname(at)) return isInstalled(packageFolder) ? folder : packageFolder;
  }
}

/** Whether a package was installed by a package manager, and is no clone. */
export const isInstalled = (packageFolder: string): boolean => packageFolder.includes(`${sep}node_modules${sep}`);

/** What the package.json of a folder names as surfturf: a version, file or address. Undefined if it names none. */
export function dependencyIn(folder: string): string | undefined {
  try {
    const {dependencies = {}, devDependencies = {}} = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8")
    ) as Record<string, Record<string, string>>;
    return dependencies.surfturf ?? devDependencies.surfturf;
  } catch {
    return undefined; // no such file, or one that can't be read
  }
}
