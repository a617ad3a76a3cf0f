import {DuckDBInstance} from "@duckdb/node-api";
import {tableFromIPC} from "@uwdata/flechette";
import {parquetMetadataAsync} from "hyparquet";
import {asyncBufferFromFile} from "hyparquet/src/node.js";
import {fileWriter, ParquetWriter} from "hyparquet-writer";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {columnsOf, tableNames, type Column, type Row, type TableName} from "../../src/shared/schema.js";
import {schemaElements} from "../util/parquet-schema.js";
import {useTempData} from "../util/testing/temp-data.js";
import {toArrow} from "./arrow.js";
import {packageVersion} from "./manifest.js";
import {draftOf} from "./replace-study.js";
import {joinTable, readTable, tablePath, writeTable, writeTablePart} from "./tables.js";
import {duckTypes} from "./testing/duck-types.js";

const {folder} = useTempData();

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

describe("joinTable(study, name, parts)", () => {
  it("writes the very file of all rows, of parts with several pages, without rows, and with few", async () => {
    const rows = sampleRows("texts", 6500).map((row, i) =>
      i % 50 === 0 ? {...row, query: `${i} ${"long ".repeat(20_000)}`} : row
    ) as unknown as Row<"texts">[];
    await writeTable("joined", "texts", rows);
    const whole = readFileSync(tablePath("joined", "texts"));
    const ends = [0, 4000, 4000, 6000, 6500];
    const parts = ends.slice(1).map((_, i) => join(folder(), `part-${i}`));
    for (const [i, part] of parts.entries())
      await writeTablePart(part, "joined", "texts", rows.slice(ends[i], ends[i + 1]));
    await joinTable("joined", "texts", parts);
    expect(readFileSync(tablePath("joined", "texts")).equals(whole)).toBe(true);
  });
});

describe("readTable(study, name)", () => {
  it("is undefined for a study without the table", async () =>
    expect(await readTable("nobody", "runs")).toBeUndefined());
});

describe("the metadata of a table's file", () => {
  const factsOf = async (study: string, name: TableName): Promise<Record<string, string>> => {
    const {key_value_metadata: pairs} = await parquetMetadataAsync(await asyncBufferFromFile(tablePath(study, name)));
    return Object.fromEntries(pairs!.map(({key, value}) => [key, value!]));
  };

  it("says what the file is, so that it can be found alone", async () => {
    await writeTable("told", "runs", []);
    expect(await factsOf("told", "runs")).toMatchObject({
      "surfturf.study": "told",
      "surfturf.table": "runs",
      "surfturf.schema": "1",
      "surfturf.version": packageVersion
    });
  });

  it("names the study that a draft is of", async () => {
    await writeTable(draftOf("told"), "runs", []);
    expect((await factsOf(draftOf("told"), "runs"))["surfturf.study"]).toBe("told");
  });

  it("is in Arrow too, where the owner is known", () => {
    const table = tableFromIPC(toArrow("runs", [], new Map(), {owner: "told"}));
    expect(Object.fromEntries(table.schema.metadata ?? [])).toMatchObject({"surfturf.study": "told"});
    expect(tableFromIPC(toArrow("runs", [], new Map())).schema.metadata?.size ?? 0).toBe(0);
  });

  it("is the same for the same rows", async () => {
    const rows = sampleRows("buffer") as unknown as Row<"buffer">[];
    await writeTable("same", "buffer", rows);
    const before = readFileSync(tablePath("same", "buffer"));
    await writeTable("same", "buffer", rows);
    expect(readFileSync(tablePath("same", "buffer")).equals(before)).toBe(true);
  });

  it("is not needed: a file of an earlier version is read", async () => {
    const rows = sampleRows("buffer") as unknown as Row<"buffer">[];
    await writeTable("old", "buffer", []);
    const columnData = columnsOf("buffer").map(([column]) => ({
      name: column,
      data: rows.map((row) => (row as Record<string, unknown>)[column])
    }));
    const writer = fileWriter(tablePath("old", "buffer"));
    const parquet = new ParquetWriter({writer, schema: schemaElements(columnsOf("buffer"))});
    await parquet.write({columnData});
    await parquet.finish();
    expect(await readTable("old", "buffer")).toEqual(rows);
  });
});
