import {
  columnsOf,
  indexTableNames,
  indexTables,
  tableNames,
  tables,
  type AnyTableName,
  type Column
} from "../../src/shared/schema.js";

/** docs/tables.md, made from the schema: `npm run docs` writes it, a test holds the file against it. */
export function tablesDocument(): string {
  return `# Tables

The tables of a study are in \`data/runs/<study>/tables/\` as Parquet, one file a table; pages get the same tables as
Arrow (docs/notebooks.md). They are made from \`src/shared/schema.ts\`, and so is this page. Rates are shares from 0 to 1;
scores go from 0 to 100. Rows are sorted by rubric and model in the order of the study, then run, iteration and slot, so
one seed gives identical tables; \`latency\` is a measurement and differs from run to run, except in the in-process lab,
where it is null.

${tableNames.map(tableSection).join("\n\n")}

# Tables of an index

\`surfturf index\` writes these to \`data/indexes/<index>/tables/\` (docs/turf.md).

${indexTableNames.map(tableSection).join("\n\n")}
`;
}

const everyTable = {...tables, ...indexTables};

function tableSection(name: AnyTableName): string {
  const rows = columnsOf(name).map(
    ([column, definition]) => `| ${column} | ${typeName(definition)} | ${definition.doc.replaceAll("|", "\\|")} |`
  );
  return [
    `## ${name}`,
    "",
    everyTable[name].doc,
    "",
    "| column | type | what it holds |",
    "|---|---|---|",
    ...rows
  ].join("\n");
}

const typeName = ({type, nullable}: Column): string => (nullable ? `${type}, may be null` : type);
