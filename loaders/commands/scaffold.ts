import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {basename, dirname, join, relative} from "node:path";
import {projectFolder} from "../util/paths.js";
import {UserError} from "../util/user-error.js";

const templates = join(projectFolder, "templates");

/** Files that npm leaves out of a package, or reads, under their real names. */
const renamed: Record<string, string> = {
  gitignore: ".gitignore",
  "env.example": ".env.example",
  npmrc: ".npmrc",
  "package.template.json": "package.json"
};

/** A template's text with its `{{names}}` filled in. */
export function filledTemplate(path: string, values: Record<string, string>): string {
  const text = readFileSync(join(templates, path), "utf8");
  return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The files of a repository of one's own, by path. */
export function repositoryFiles(values: Record<string, string>): Map<string, string> {
  const root = join(templates, "repository");
  const entries = readdirSync(root, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
  return new Map(
    entries.map(({parentPath, name}) => {
      const path = relative(root, join(parentPath, name));
      const to = join(dirname(path), renamed[basename(path)] ?? basename(path));
      return [to, filledTemplate(join("repository", path), values)];
    })
  );
}

/** Writes a new file. Throws a UserError if it exists. */
export function writeNew(path: string, text: string): void {
  if (existsSync(path)) throw new UserError("already exists: choose another name", {file: path});
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, text);
}
