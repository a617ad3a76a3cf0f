import {stringify} from "yaml";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import {
  columnsOf,
  schemaVersion,
  tables as schema,
  type Column,
  type Origin,
  type TableName
} from "../../../src/shared/schema.js";
import {excerpt} from "../../../src/shared/excerpt.js";
import {packageVersion} from "../../store/manifest.js";
import type {ShardedTable} from "./shards.js";

export interface CardFacts {
  license: string; // as the hub names licences
  notes: readonly string[]; // what is left out
}

const shownFirst: readonly string[] = ["candidates", "samples"]; // the first that has rows is the default

/** The table that a reader gets who names none. */
export const firstTable = (tables: readonly ShardedTable[]): TableName | undefined => {
  const filled = tables.flatMap(({table, rows}) => (rows > 0 ? table : []));
  return filled.find((table) => shownFirst.includes(table)) ?? filled[0];
};

/** The card of a dataset folder: YAML that `datasets` and the hub read, then how it was made and what the columns are. */
export function datasetCard(manifest: StudyManifest, all: readonly ShardedTable[], facts: CardFacts): string {
  const tables = all.filter(({rows}) => rows > 0);
  return `---\n${stringify(frontMatter(manifest, tables, facts), {lineWidth: 0})}---\n\n${body(manifest, all, facts)}`;
}

function frontMatter({title}: StudyManifest, tables: readonly ShardedTable[], {license}: CardFacts) {
  const first = firstTable(tables);
  return {
    license,
    pretty_name: title,
    tags: ["surfturf", "model-auditing", "red-teaming"],
    size_categories: [sizeCategory(Math.max(0, ...tables.map(({rows}) => rows)))],
    configs: tables.map(({table}) => ({
      config_name: table,
      ...(table === first && {default: true}),
      data_files: [{split: "train", path: `data/${table}/*.parquet`}]
    })),
    dataset_info: tables.map(({table}) => ({
      config_name: table,
      features: columnsOf(table).map(([name, column]) => feature(name, column))
    }))
  };
}

const dtypes: Record<string, string> = {string: "string", int32: "int32", float64: "float64", boolean: "bool"};

function feature(name: string, {type}: Column) {
  return type.endsWith("[]") ? {name, list: dtypes[type.slice(0, -2)]} : {name, dtype: dtypes[type]};
}

const sizes: [below: number, name: string][] = [
  [1e3, "n<1K"],
  [1e4, "1K<n<10K"],
  [1e5, "10K<n<100K"],
  [1e6, "100K<n<1M"],
  [1e7, "1M<n<10M"]
];
const sizeCategory = (rows: number): string => sizes.find(([below]) => rows < below)?.[1] ?? "10M<n<100M";

const originInWords: Record<Origin, string> = {
  own: "models asked by this program",
  lab: "the lab, a miniature world that plays every model: a test rig, no language model",
  imported: "results made elsewhere, imported",
  published: "findings published by others, imported"
};

function body(manifest: StudyManifest, all: readonly ShardedTable[], {license, notes}: CardFacts): string {
  const {name, title, origin, source, state, updated, counts, models, rubrics} = manifest;
  const asked = Object.entries(models).map(([role, names]) => `${role}: ${names.join(", ")}`);
  const empty = all.filter(({rows}) => rows === 0).map(({table}) => table);
  const facts = [
    `study: ${name}, ${state}${updated === null ? "" : `, last change ${updated}`}`,
    `origin: ${originInWords[origin]}`,
    `source: ${source}`,
    ...asked,
    ...rubrics.map(
      (rubric) =>
        `rubric ${rubric.name}, threshold ${rubric.threshold}: ${excerpt(rubric.principle) || "text not known"}`
    ),
    `counts: ${counts.candidates} candidates, ${counts.scored} scored, ${counts.unscored} unscored, ${counts.findings} findings`,
    `written by surfturf ${packageVersion}, version ${schemaVersion} of the tables`,
    ...(license === "unknown" ? ["licence: not stated; the terms of the models that answered may apply"] : [])
  ];
  return [
    `# ${inline(title)}`,
    "Results of an audit of language models with surfturf. Texts were written by models: treat them as hostile. A candidate " +
      "or sample without a usable answer is unscored, with a reason; it is never a 0. A flag is one judged sample and no " +
      "finding until it is confirmed.",
    "## How it was made",
    list([...facts, ...manifest.notes, ...notes]),
    "The settings are in `study.json`.",
    "## Tables",
    ...all.filter(({rows}) => rows > 0).map(section),
    ...(empty.length === 0 ? [] : [`Without rows in this study, and so without a file: ${empty.join(", ")}.`])
  ]
    .join("\n\n")
    .concat("\n");
}

/** Text of a study on one line, which starts no tag and no link of its own. */
const inline = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]<>#|]/g, "\\$&")
    .trim();

const list = (lines: readonly string[]): string => lines.map((line) => `- ${inline(line)}`).join("\n");

function section({table, rows}: ShardedTable): string {
  const {doc} = schema[table];
  const lines = columnsOf(table).map(
    ([name, {type, nullable, doc}]) =>
      `| ${name} | ${type}${nullable ? ", nullable" : ""} | ${doc.replaceAll("|", "\\|")} |`
  );
  return [
    `### ${table}`,
    "",
    `${doc} ${rows} rows.`,
    "",
    "| column | type | description |",
    "|---|---|---|",
    ...lines
  ].join("\n");
}
