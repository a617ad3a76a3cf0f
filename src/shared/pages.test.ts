import {existsSync, readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {comparePage} from "../../loaders/site/compare-page.js";
import {commonPages, indexPages, studyPages, type SitePage} from "./pages.js";

const kinds: [folder: string, pages: readonly SitePage[]][] = [
  ["src/studies/[study]", studyPages],
  ["src/indexes/[index]", indexPages],
  ["src", commonPages]
];

const fileOf = ({path}: SitePage): string => `${path || "index"}.md`;
const textOf = (folder: string, page: SitePage & {loader?: boolean}): string =>
  page.loader ? comparePage([]) : readFileSync(`${folder}/${fileOf(page)}`, "utf8");

describe.each(kinds)("the pages of %s", (folder, pages) => {
  it("each have a file with the title that the sidebar shows", () => {
    for (const page of pages) {
      const [, title] = /^---\ntitle: "?(.*?)"?\n/.exec(textOf(folder, page)) ?? [];
      expect(title, fileOf(page)).toBe(page.name);
    }
  });
});

it.each(kinds.slice(0, 2))("every page in %s is listed", (folder, pages) => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".md"));
  expect(files.sort()).toEqual(pages.map(fileOf).sort());
});

it("every page of a study is explained by a page of docs/ that names it", () => {
  for (const {name, doc} of studyPages) {
    expect(existsSync(`docs/${doc}.md`), name).toBe(true);
    expect(readFileSync(`docs/${doc}.md`, "utf8").toLowerCase(), `${name} in docs/${doc}.md`).toContain(
      name.toLowerCase()
    );
  }
});
