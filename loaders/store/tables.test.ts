import {DuckDBInstance} from "@duckdb/node-api";
import {describe, expect, it} from "vitest";
import {columnsOf, tableNames, type Column, type Row, type TableName} from "../../src/shared/schema.js";
import {useTempData} from "../util/testing/temp-data.js";
import {readTable, tablePath, writeTable} from "./tables.js";

useTempData();

const hostile = '\u0000<script>\u202E "quoted", 日本語 🎈\n';
const values: Record<Column["type"], unknown[]> = {
  string: ["plain", hostile, ""],
  int32: [0, -1, 2_147_483_647],
  float64: [0.1, -1e300, 100],
  boolean: [true, false, true],
  "string[]": [["a", hostile], [], ["b"]],
  "int32[]": [[1, 2], [], [3]]
};

/** Rows with every kind of value a column may hold, nulls among them. */
const sampleRows = (name: TableName, count = 3) =>
  Array.from({length: count}, (_, i) =>
    Object.fromEntries(
      columnsOf(name).map(([column, {type, nullable}]) => [
        column,
        nullable && i % 3 === 2 ? null : values[type][i % 3]
      ])
    )
  );

const duckTypes: Record<Column["type"], string> = {
  string: "VARCHAR",
  int32: "INTEGER",
  float64: "DOUBLE",
  boolean: "BOOLEAN",
  "string[]": "VARCHAR[]",
  "int32[]": "INTEGER[]"
};

describe("writeTable(study, name, rows)", () => {
  it.each(tableNames)("writes %s so that it reads back as it was", async (name) => {
    const rows = sampleRows(name) as unknown as Row<typeof name>[];
    await writeTable("back", name, rows);
    expect(await readTable("back", name)).toEqual(rows);
  });

  it.each(tableNames)("writes %s with the columns and types of the schema, as DuckDB reads them", async (name) => {
    await writeTable("duck", name, sampleRows(name) as unknown as Row<typeof name>[]);
    const connection = await (await DuckDBInstance.create()).connect();
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM '${tablePath("duck", name)}'`);
    expect(described.getRowObjects().map((row) => [row.column_name, row.column_type])).toEqual(
      columnsOf(name).map(([column, {type}]) => [column, duckTypes[type]])
    );
    const counted = await connection.runAndReadAll(`SELECT count(*)::INT AS n FROM '${tablePath("duck", name)}'`);
    expect(counted.getRowObjects()).toEqual([{n: 3}]);
  });

  it("writes more rows than a row group holds, in order", async () => {
    const rows = sampleRows("buffer", 4500).map((row, i) => ({...row, candidate: i}));
    await writeTable("many", "buffer", rows as unknown as Row<"buffer">[]);
    const back = await readTable("many", "buffer");
    expect(back!.map(({candidate}) => candidate)).toEqual(Array.from({length: 4500}, (_, i) => i));
  });

  it("writes a table without rows, with its columns", async () => {
    await writeTable("none", "findings", []);
    expect(await readTable("none", "findings")).toEqual([]);
  });

  it("leaves the old table in place when the rows fail half-way", async () => {
    await writeTable("kept", "runs", sampleRows("runs") as unknown as Row<"runs">[]);
    const failing = (function* () {
      yield sampleRows("runs")[0] as unknown as Row<"runs">;
      throw new Error("source broke");
    })();
    await expect(writeTable("kept", "runs", failing)).rejects.toThrow("source broke");
    expect(await readTable("kept", "runs")).toHaveLength(3);
  });
});

describe("readTable(study, name)", () => {
  it("is undefined for a study without the table", async () =>
    expect(await readTable("nobody", "runs")).toBeUndefined());
});
