import {existsSync, readdirSync, statSync} from "node:fs";
import {basename, dirname, join, relative, resolve} from "node:path";
import {packageVersion} from "../store/manifest.js";
import {projectFolder} from "../util/paths.js";
import {UserError} from "../util/user-error.js";
import {dependencyIn, isInstalled} from "../util/workspace.js";
import {defineCommand} from "./command.js";
import {print} from "./output.js";
import {repositoryFiles, writeNew} from "./scaffold.js";

export const initCommand = defineCommand("init", (command) =>
  command
    .description("make a repository of your own: studies, rubrics, notebooks, with surfturf as its dependency")
    .argument("<folder>", "a new or empty folder")
    .option("--from <spec>", "what package.json names as surfturf: a version, file:<path> or an address")
    .addHelpText("after", "\nSee docs/own-repository.md.")
    .action((folder: string, {from}: {from?: string}) => {
      const root = resolve(folder);
      checkFree(root, folder);
      const spec = JSON.stringify(from ?? sameAsThis(root)).slice(1, -1);
      for (const [path, text] of repositoryFiles({name: packageNameOf(root), surfturf: spec, study: "first"}))
        writeNew(join(root, path), text);
      const enter = root === process.cwd() ? "" : `\n  cd ${folder}`;
      print(`${folder} is ready. Next:${enter}\n  npm install && npm start`);
    })
);

/** Throws a UserError unless the folder is new, or empty apart from Git's own. */
function checkFree(root: string, folder: string): void {
  if (!existsSync(root)) return;
  if (!statSync(root).isDirectory()) throw new UserError("expected a folder, got a file", {file: folder});
  if (readdirSync(root).some((name) => name !== ".git"))
    throw new UserError("the folder is not empty: name a new or an empty one", {file: folder});
}

/** The folder's name as a package may have it. */
function packageNameOf(root: string): string {
  const name = basename(root)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+/, "")
    .slice(0, 200);
  return ["", "surfturf", "node_modules"].includes(name) ? "my-audit" : name; // a package can't depend on itself
}

/**
 * What names the surfturf that runs now, as seen from a folder: the file or address that npx or a package manager took
 * it from, or its version; for a clone, its folder.
 */
function sameAsThis(root: string): string {
  const fileFrom = (path: string): string => `file:${relative(root, path)}`;
  if (!isInstalled(projectFolder)) return fileFrom(projectFolder);
  for (let at = dirname(projectFolder); at !== dirname(at); at = dirname(at)) {
    const spec = dependencyIn(at);
    if (spec?.startsWith("file:")) return fileFrom(resolve(at, spec.slice("file:".length)));
    if (spec?.includes(":")) return spec;
  }
  return packageVersion;
}
