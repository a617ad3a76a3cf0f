import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join, relative} from "node:path";
import {commonPages, studyPages, type SitePage, type StudyPage} from "../../../src/shared/pages.js";
import {isClone, ownSource, productSource} from "./places.js";
import {titleOf} from "./page-title.js";

/** Pages of the workspace below a folder of its sources, by title. */
function pagesIn(folder: string): SitePage[] {
  const root = join(ownSource(), folder);
  if (!existsSync(root)) return [];
  const pages = readdirSync(root, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map(({parentPath, name}) => {
      const file = join(parentPath, name);
      const path = relative(root, file).replaceAll("\\", "/").replace(/\.md$/, "");
      return {name: titleOf(readFileSync(file, "utf8"), file), path};
    });
  return pages.sort((a, b) => a.name.localeCompare(b.name, "en"));
}

/** Notebooks: src/notebooks/<path>.md. They are listed by being there. */
export const ownNotebooks = (): SitePage[] => pagesIn("notebooks");

/** Pages of every study: those of the product, then those of the workspace, src/studies/[study]/<path>.md. */
export function allStudyPages(): StudyPage[] {
  const shipped = new Set(studyPages.map(({path}) => path || "index"));
  const own = pagesIn("studies/[study]").filter(({path}) => !shipped.has(path) && !path.includes("["));
  return [...studyPages, ...own.map((page) => ({...page, about: "a page of this repository", doc: "own-repository"}))];
}

/** Other pages of the workspace: neither notebooks, nor of studies and indexes, nor in place of one of the product. */
export function otherPages(): SitePage[] {
  if (isClone()) return [];
  const common = new Set(commonPages.map(({path}) => path));
  return pagesIn("").filter(
    ({path}) =>
      !/^(notebooks|studies|indexes)\//.test(path) &&
      !/(^|\/)\.|\[/.test(path) &&
      !["index", "404"].includes(path) &&
      !common.has(path) &&
      !existsSync(join(productSource, `${path}.md`))
  );
}
