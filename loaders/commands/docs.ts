import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Command} from "commander";
import {probesDocument} from "../probe/probes-doc.js";
import {tablesDocument} from "../store/tables-doc.js";
import {projectFolder} from "../util/paths.js";

/** `npm run docs`: writes the pages of docs/ that are made from the code. */
export function addDocsCommand(program: Command): void {
  program
    .command("docs", {hidden: true})
    .description("write the pages of docs/ that are made from the code")
    .action(() => {
      writeFileSync(pageOf("tables"), tablesDocument());
      writeFileSync(pageOf("probes"), probesDocument(readFileSync(pageOf("probes"), "utf8")));
    });
}

const pageOf = (name: string): string => join(projectFolder, "docs", `${name}.md`);
