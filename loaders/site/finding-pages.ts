import {copyFileSync, existsSync, readdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {findingPath, findingTemplate} from "../../src/shared/findingPath.js";
import {readTable} from "../store/tables.js";

/**
 * Gives each finding of a built site its own page. Framework takes a fifth of a second for a page, and a study may have
 * hundreds of findings: so it builds one page a study, which reads from its address whose it is, and this copies it.
 */
export async function writeFindingPages(site: string): Promise<void> {
  const studies = join(site, "studies");
  for (const study of existsSync(studies) ? readdirSync(studies) : []) {
    const template = join(studies, study, "findings", `${findingTemplate}.html`);
    if (!existsSync(template)) continue;
    for (const {id} of (await readTable(study, "findings")) ?? [])
      copyFileSync(template, join(studies, study, "findings", `${findingPath(id)}.html`));
    rmSync(template);
  }
}
