import {
  columnsOf,
  indexTableNames,
  indexTables,
  recordingTables,
  schemaVersion,
  tableNames,
  tables,
  type AnyTableName,
  type Column
} from "../../src/shared/schema.js";

/** docs/tables.md, generated from the schema: `npm run docs` writes it, a test checks that it is current. */
export function tablesDocument(): string {
  return `# Tables

The tables of a study are in \`data/runs/<study>/tables/\` as Parquet, one file per table. Pages get the same tables
as Arrow (docs/notebooks.md). This page is generated from the schema in \`src/shared/schema.ts\`. Rates are shares from
0 to 1; scores are from 0 to 100. Rows are sorted by rubric and model in the order of the study, then run, iteration and
slot, so the same seed produces identical tables. \`latency\` is a measurement and differs between runs, except in the
in-process lab, where it is null.

Every file carries key-value metadata that says what it is: \`surfturf.study\` (or \`surfturf.index\`), \`surfturf.table\`,
\`surfturf.schema\` (the version of the tables, ${schemaVersion}) and \`surfturf.version\` (the program that wrote it). Parquet files
also carry the Arrow schema, from which pandas, polars and pyarrow know which columns are categories.

${tableNames.map(tableSection).join("\n\n")}

# Tables of an index

\`surfturf index\` writes these to \`data/indexes/<index>/tables/\` (docs/turf.md).

${indexTableNames.map(tableSection).join("\n\n")}

# The table of a recorded model

\`surfturf record\` writes it to \`answers.parquet\` in the recording's folder (docs/recordings.md).

${tableSection("answers")}
`;
}

const everyTable = {...tables, ...indexTables, ...recordingTables};

function tableSection(name: AnyTableName): string {
  const rows = columnsOf(name).map(
    ([column, definition]) => `| ${column} | ${typeName(definition)} | ${definition.doc.replaceAll("|", "\\|")} |`
  );
  return [`## ${name}`, "", everyTable[name].doc, "", "| column | type | description |", "|---|---|---|", ...rows].join(
    "\n"
  );
}

const typeName = ({type, nullable}: Column): string => (nullable ? `${type}, nullable` : type);
