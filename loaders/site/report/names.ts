import {columnsOf, tableNames, unscoredReasons, type Column, type TableName} from "../../../src/shared/schema.js";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import {readTable} from "../../store/tables.js";
import type {Patterns} from "./patterns.js";

/** Columns whose words are those of the tables themselves (docs/tables.md): nothing in them is of the study. */
const ownWords = new Set(
  ["ended", "arm", "status", "contrast_status", "purpose", "kind", "step", "group", "method", "role", "stop"].concat([
    "scored_by",
    "check_reason",
    "polarity",
    "strength",
    "made_by",
    "compares",
    "control",
    "trainer",
    "verdict"
  ])
);

/** Words that the product itself puts among names. */
const reserved = new Set<string>(["none", "original", "perturbed", "local", ...unscoredReasons]);

/** Columns of few values that are texts all the same. */
const texts = new Set(["label", "text", "reason", "contrast_reason", "error"]);

/** Names that are no categories: rows of several tables are joined by them. */
const keys = new Set(["id", "finding", "region", "index"]);

type Use = "name" | "text" | "fixed";

/** What a column holds: names, by which tables are joined, texts, or fixed words and numbers. */
export function useOf(name: string, {type, category = false}: Column): Use {
  if (!type.startsWith("string") || ownWords.has(name)) return "fixed";
  if (keys.has(name)) return "name";
  return category && !texts.has(name) ? "name" : "text";
}

/** Names that are masked -> what a report calls them. Different names stay different. */
export type Names = ReadonlyMap<string, string>;

const rubricMeasure = "rubric:"; // a measure that is the score of a rubric

/** The names of a study that match a pattern: of models (with their addresses), rubrics, probes, sources, findings, ... */
export async function maskedNames(study: string, manifest: StudyManifest, patterns: Patterns): Promise<Names> {
  if (patterns.isEmpty) return new Map();
  const all = new Set<string>([...manifest.rubrics.map(({name}) => name), ...Object.values(manifest.models).flat()]);
  for (const table of tableNames) if (table !== "calls") await addNames(study, table, all);
  const plain = [...all].filter((name) => !reserved.has(name) && !name.startsWith(rubricMeasure));
  const matching = await patterns.matching(plain);
  const names = new Map([...matching].sort().map((name, i) => [name, `[masked ${i + 1}]`]));
  for (const name of all) {
    const rubric = name.startsWith(rubricMeasure) ? names.get(name.slice(rubricMeasure.length)) : undefined;
    if (rubric !== undefined) names.set(name, rubricMeasure + rubric);
  }
  return names;
}

async function addNames(study: string, table: TableName, all: Set<string>): Promise<void> {
  const columns = columnsOf(table).filter(([name, column]) => useOf(name, column) === "name");
  for (const row of (await readTable(study, table)) ?? [])
    for (const [name] of columns) {
      const value = (row as Record<string, unknown>)[name];
      if (typeof value === "string") all.add(value);
    }
}
