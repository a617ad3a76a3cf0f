import {listStudies} from "../../study/manifest/list.js";
import {listIndexes} from "../../turf/index/manifest.js";
import {frontMatterOf, titleOf} from "./page-title.js";

const dataFile = /\bdata\/(indexes\/)?([\w-]+)\/[\w.-]+\.(?:arrow|parquet|json|bin)\b/;

/**
 * Studies and indexes whose data files a page loads, by `FileAttachment` or `sql:`, and that are not here, in words.
 * `files` are the sources of the site by path: a folder of data/ may belong to no study.
 */
export function absentData(page: string, files: ReadonlySet<string>): string[] {
  const absent = new Set<string>();
  for (const address of addressesIn(page)) {
    const [, indexes, name] = dataFile.exec(address) ?? [];
    if (name === undefined || hasFolder(files, `data/${indexes ?? ""}${name}/`)) continue;
    const known = indexes === undefined ? listStudies() : listIndexes();
    if (!known.includes(name)) absent.add(`${indexes === undefined ? "study" : "index"} ${name}`);
  }
  return [...absent];
}

/** Whatever a page may load by a fixed address: a value of its front matter, or the argument of a FileAttachment. */
function addressesIn(page: string): string[] {
  const attached = [...page.matchAll(/FileAttachment\(\s*(["'`])(.*?)\1/g)].map(([, , address]) => address!);
  return [...frontMatterOf(page).split("\n"), ...attached];
}

const hasFolder = (files: ReadonlySet<string>, folder: string): boolean =>
  [...files].some((path) => path.startsWith(folder));

/** A page that stands in for one that can't be shown. */
export function standIn(path: string, page: string, absent: readonly string[]): string {
  const title = titleOf(page, path);
  const names = absent.map((each) => each.replace(/ (.*)/, " <code>$1</code>")).join(" and ");
  return `---
title: ${JSON.stringify(title)}
---

<h1>${escaped(title)}</h1>

<p class="note">This page reads the ${names}, which is not here. Run it, or change the name in <code>src/${escaped(path)}</code>.</p>
`;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("$", "&#36;").replaceAll("{", "&#123;");
