import {allMeasures} from "./measures/registry.js";
import {allSources} from "./sources/registry.js";
import {allTransforms} from "./transforms/registry.js";

interface Documented {
  form: string;
  doc: string;
}

const sections: Record<string, {heading: string; all: () => readonly Documented[]}> = {
  sources: {heading: "| key | prompts |", all: allSources},
  transforms: {heading: "| transform | the prompt then is |", all: allTransforms},
  measures: {heading: "| measure | meaning |", all: allMeasures}
};

/** docs/probes.md with the tables that are made from the registries; a test checks that the file has them. */
export const probesDocument = (page: string): string =>
  Object.entries(sections).reduce(
    (text, [name, {heading, all}]) => withSection(text, name, table(heading, all())),
    page
  );

/** Replaces what is between the two comments of a section. Throws when they are not there. */
function withSection(page: string, name: string, content: string): string {
  const pattern = new RegExp(`(<!-- ${name}: .*-->\n)[^]*?(<!-- end of ${name} -->)`);
  if (!pattern.test(page)) throw new Error(`docs/probes.md has no comments around its section ${name}`);
  return page.replace(pattern, (_, begin: string, end: string) => `${begin}${content}\n${end}`);
}

const table = (heading: string, rows: readonly Documented[]): string =>
  [heading, "|---|---|", ...rows.map(({form, doc}) => `| ${escaped(form)} | ${escaped(doc)} |`)].join("\n");

const escaped = (text: string): string => text.replaceAll("|", "\\|");
