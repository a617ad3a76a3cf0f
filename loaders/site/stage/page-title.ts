import {basename} from "node:path";
import {parse} from "yaml";

const frontMatter = /^---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)/s;

/** The YAML text at the head of a page, or an empty text. */
export const frontMatterOf = (page: string): string => frontMatter.exec(page)?.[1] ?? "";

/** The title of a page: from its front matter, else its first heading, else its file's name. */
export function titleOf(page: string, path: string): string {
  const [, heading] = /^# +(.+?) *$/m.exec(page.replace(frontMatter, "")) ?? [];
  return titleIn(frontMatterOf(page)) ?? heading ?? basename(path, ".md");
}

function titleIn(yaml: string): string | undefined {
  try {
    const {title} = (parse(yaml) ?? {}) as {title?: unknown};
    return title == null || String(title).trim() === "" ? undefined : String(title);
  } catch {
    return undefined; // Framework reports what is wrong with it
  }
}
