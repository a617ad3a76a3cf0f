import {blankManifest} from "../../loaders/store/manifest.js";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DuckDBInstance, type DuckDBConnection} from "@duckdb/node-api";
import {tableFromIPC} from "apache-arrow";
import {afterAll, beforeAll} from "vitest";
import {toArrow} from "../../loaders/store/arrow.js";
import {readTable, tablePath} from "../../loaders/store/tables.js";
import type {ColumnTable} from "../ui/columnTable.js";
import type {Row, TableName} from "../shared/schema.js";
import {plantProbes} from "./probe-data.js";
import type {Database} from "../ui/database.js";

const name = "probed";
const tables = ["samples", "probe_prompts", "measurements", "rates", "findings", "comparisons"] as const;

/** A study with planted probes for the tests of a file: its rows, its tables as pages read them, and a database. */
export interface ProbedStudy {
  rows<T extends TableName>(table: T): Promise<Row<T>[]>;
  arrow(table: TableName): Promise<ColumnTable>;
  db: Database;
  query(sql: string): Promise<Record<string, unknown>[]>;
}

export function useProbedStudy(): ProbedStudy {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-probed-"));
  let connection: DuckDBConnection;
  beforeAll(async () => {
    process.env.SURFTURF_DATA = folder;
    await plantProbes(name, blankManifest(name));
    connection = await (await DuckDBInstance.create(":memory:")).connect();
    for (const table of tables)
      await connection.run(`CREATE VIEW ${table} AS FROM read_parquet('${tablePath(name, table)}')`);
  });
  afterAll(() => {
    connection.closeSync();
    delete process.env.SURFTURF_DATA;
    rmSync(folder, {recursive: true, force: true});
  });
  const run = async (sql: string, parameters: readonly (string | number)[] = []) =>
    (await connection.runAndReadAll(sql, [...parameters])).getRowObjectsJS();
  const rows: ProbedStudy["rows"] = async (table) => (await readTable(name, table))!;
  return {
    rows,
    arrow: async (table) => asTable(table, await rows(table)),
    db: {query: async (sql, parameters) => (await run(sql, parameters)).map((row) => ({toJSON: () => row}))},
    query: run
  };
}

/** Rows as pages read them: through an Arrow file. */
export const asTable = <T extends TableName>(table: T, rows: readonly Row<T>[]): ColumnTable =>
  tableFromIPC(toArrow(table, rows, new Map()));
