import {allMeasures} from "./measures/all.js";
import {allSources} from "./sources/registry.js";
import {allTransforms} from "./transforms/registry.js";

interface Documented {
  form: string;
  doc: string;
}

/** The sections of docs/probes.md that are made from the registries. */
export const probesSections: readonly {section: string; table(): string}[] = [
  {section: "sources of prompts", table: () => table("| key | prompts |", allSources())},
  {section: "transforms", table: () => table("| transform | the prompt then is |", allTransforms())},
  {section: "measures", table: () => table("| measure | meaning |", allMeasures())}
];

const table = (heading: string, rows: readonly Documented[]): string =>
  [heading, "|---|---|", ...rows.map(({form, doc}) => `| ${escaped(form)} | ${escaped(doc)} |`)].join("\n");

const escaped = (text: string): string => text.replaceAll("|", "\\|");
