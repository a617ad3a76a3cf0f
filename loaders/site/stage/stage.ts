import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs";
import {dirname, join} from "node:path";
import {pathToFileURL} from "node:url";
import {projectFolder} from "../../util/paths.js";
import {bareModules, packageFolder} from "../packages.js";
import {configFile, stageFolder, stageModules} from "./places.js";
import {siteSources} from "./sources.js";
import {writeSources} from "./write-sources.js";

/**
 * Puts the sources of the site where Framework reads them: links to the files of the product and of the workspace.
 * Nothing is written outside the workspace. Returns the folder.
 */
export function stageSite(log?: (line: string) => void): string {
  const root = stageFolder();
  writeSources(root, siteSources(log));
  for (const name of bareModules(root)) linkPackage(name);
  if (!existsSync(configFile()) || readFileSync(configFile(), "utf8") !== configText()) writeConfig();
  return root;
}

/** Writes Framework's settings, also to make a preview read them again. */
export const writeConfig = (): void => writeFileSync(configFile(), configText());

function configText(): string {
  const reader = pathToFileURL(join(projectFolder, "loaders", "site", "read-config.js")).href;
  return `import {siteConfig} from ${JSON.stringify(reader)};\n\nexport default await siteConfig();\n`;
}

/** Framework looks for a package from the stage upwards. Some package managers keep those of the product elsewhere. */
function linkPackage(name: string): void {
  const [at, to] = [join(stageModules(), name), packageFolder(name)];
  if (lstatSync(at, {throwIfNoEntry: false})?.isSymbolicLink() && readlinkSync(at) === to) return;
  rmSync(at, {recursive: true, force: true});
  mkdirSync(dirname(at), {recursive: true});
  symlinkSync(to, at, "dir");
}
