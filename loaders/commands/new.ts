import {existsSync} from "node:fs";
import {join} from "node:path";
import {Argument} from "commander";
import {shownStudies} from "../study/manifest/list.js";
import {checkName} from "../util/name.js";
import {projectFolder, rubricsFolder, studiesFolder, workspaceFolder} from "../util/paths.js";
import {UserError} from "../util/user-error.js";
import {shownPath} from "../util/yaml-file.js";
import {defineCommand} from "./command.js";
import {print} from "./output.js";
import {filledTemplate, writeNew} from "./scaffold.js";

/** What can be written: its template, where a new one goes, and what to do with it. */
const kinds: Record<string, {template: string; file(name: string): string; next(name: string): string}> = {
  study: {
    template: "study.yaml",
    file: (name) => join(studiesFolder(), `${name}.yaml`),
    next: (name) => `Run it: npx surfturf run ${name}`
  },
  rubric: {
    template: "rubric.yaml",
    file: (name) => join(rubricsFolder(), `${name}.yaml`),
    next: (name) => `Name it in a study: rubrics: [${name}]`
  },
  notebook: {
    template: "notebook.md",
    file: (name) => join(workspaceFolder(), "src", "notebooks", `${name}.md`),
    next: (name) => `See it: npx surfturf dev, then open /notebooks/${name}`
  },
  page: {
    template: "page.md",
    file: (name) => join(workspaceFolder(), pagesOfStudies, `${name}.md`),
    next: (name) => `See it: npx surfturf dev, then open /studies/<study>/${name}`
  }
};
const pagesOfStudies = join("src", "studies", "[study]");

export const newCommand = defineCommand("new", (command) =>
  command
    .description("write a study, a rubric, a notebook, or a page of every study, with comments, to start from")
    .addArgument(new Argument("<kind>", "what to write").choices(Object.keys(kinds)))
    .argument("<name>", "its name: letters, digits, - and _")
    .option("--study <name>", "the study that a notebook reads (default: the first)")
    .action((kind: string, name: string, {study}: {study?: string}) => {
      checkName(name, {key: "<name>"});
      const {template, file, next} = kinds[kind]!;
      if (kind === "page") checkOwn(name);
      const path = file(name);
      const values = {name, title: titleFrom(name), study: study ?? shownStudies()[0]?.name ?? "first"};
      writeNew(path, filledTemplate(join("new", template), values));
      print(`Wrote ${shownPath(path)}. ${next(name)}`);
    })
);

/** Throws a UserError if the product has such a page of every study. */
function checkOwn(name: string): void {
  if (existsSync(join(projectFolder, pagesOfStudies, `${name}.md`)))
    throw new UserError(`surfturf has a page ${name} of every study: choose another name`, {key: "<name>"});
}

const titleFrom = (name: string): string => name[0]!.toUpperCase() + name.slice(1).replaceAll(/[-_]+/g, " ");
