import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {pairShapesTable} from "../corpus/pairs/shapes/shapes-table.js";
import {providersTable} from "../model/providers/providers-table.js";
import {probesSections} from "../probe/probes-doc.js";
import {tablesDocument} from "../store/tables-doc.js";
import {withGeneratedSection} from "../util/generated-section.js";
import {projectFolder} from "../util/paths.js";
import {defineCommand} from "./command.js";

interface GeneratedPage {
  path: string;
  /** The page as it should be, made from what it is. */
  make(page: string): string;
}

const pathOf = (page: string): string => join(projectFolder, "docs", page);

const generatedSection = (page: string, section: string, content: () => string): GeneratedPage => ({
  path: pathOf(page),
  make: (text) => withGeneratedSection(text, section, content())
});

/** The pages of docs/ that are made from the code, in whole or in part. */
export const generatedPages: readonly GeneratedPage[] = [
  {path: pathOf("tables.md"), make: tablesDocument},
  generatedSection("providers.md", "providers", providersTable),
  ...probesSections.map(({section, table}) => generatedSection("probes.md", section, table)),
  generatedSection("corpora.md", "shapes of rows", pairShapesTable)
];

/** `npm run docs`: writes the pages of docs/ that are made from the code. */
export const docsCommand = defineCommand(
  "docs",
  (command) =>
    command.description("write the pages of docs/ that are made from the code").action(() => {
      for (const {path, make} of generatedPages) writeFileSync(path, make(readFileSync(path, "utf8")));
    }),
  {hidden: true}
);
