import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {parquetWriteBuffer} from "hyparquet-writer";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {useTempData} from "../../util/testing/temp-data.js";
import {poolRows, type AttributePool} from "./attribute-pool.js";
import {readAttributePool} from "./read-attribute-pool.js";

const {folder} = useTempData();
let instance: DuckDBInstance;
beforeAll(async () => void (instance = await DuckDBInstance.create(":memory:", {threads: "1"})));
afterAll(() => instance.closeSync());

const rowsOf = (pool: AttributePool): string[][] =>
  Array.from({length: poolRows(pool)}, (_, row) =>
    [...pool.rowAttributes.slice(pool.rowStarts[row], pool.rowStarts[row + 1])].map((id) => pool.attributes[id]!)
  );

async function written(select: string, options = ""): Promise<string> {
  const path = join(folder(), "pool.parquet");
  const connection = await instance.connect();
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet ${options})`);
  connection.closeSync();
  return path;
}

const duck = async (select: string, options = ""): Promise<string[][]> =>
  rowsOf(await readAttributePool(await written(select, options)));

function file(bytes: ArrayBuffer | Uint8Array): string {
  const path = join(folder(), "other.parquet");
  writeFileSync(path, new Uint8Array(bytes));
  return path;
}

const lists = `SELECT * FROM (VALUES
  (1, ['The query is short.', ' The query is in Japanese: 短い ', '']), (2, NULL), (3, []), (4, [NULL, 'B']),
  (5, ['The query is short.'])) t(n, sae_attributes)`;
const expected = [["The query is short.", "The query is in Japanese: 短い"], [], [], ["B"], ["The query is short."]];

describe("a pool from Parquet", () => {
  it.each(["", ", PARQUET_VERSION V2", ", CODEC uncompressed", ", CODEC zstd", ", CODEC gzip", ", CODEC lz4_raw"])(
    "reads lists of strings as DuckDB writes them%s",
    async (options) => expect(await duck(lists, options)).toEqual(expected)
  );

  it("reads lists of strings as hyparquet-writer writes them", async () => {
    const data = Array.from({length: 1000}, (_, i) => (i % 3 === 0 ? [] : [`The query is of kind ${i % 7}.`, "B"]));
    const element = [
      {name: "root", num_children: 1},
      {name: "sae_attributes", repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST"},
      {name: "list", repetition_type: "REPEATED", num_children: 1},
      {name: "element", repetition_type: "OPTIONAL", type: "BYTE_ARRAY", converted_type: "UTF8"}
    ] as const;
    const bytes = parquetWriteBuffer({
      columnData: [{name: "sae_attributes", data}],
      schema: [...element],
      rowGroupSize: 300,
      pageSize: 512
    });
    expect(rowsOf(await readAttributePool(file(bytes)))).toEqual(data);
  });

  it("reads lists as JSON text", async () => {
    const select = `SELECT * FROM (VALUES ('["A", " B "]'), (NULL), (''), ('["A"]')) t(sae_attributes)`;
    expect(await duck(select)).toEqual([["A", "B"], [], [], ["A"]]);
  });

  it("falls back to attributes where sae_attributes is missing or holds nothing", async () => {
    expect(await duck("SELECT ['A'] AS attributes")).toEqual([["A"]]);
    expect(await duck("SELECT ['A'] AS attributes, NULL::VARCHAR[] AS sae_attributes")).toEqual([["A"]]);
    expect(await duck("SELECT ['A'] AS attributes, ['B'] AS sae_attributes")).toEqual([["B"]]);
  });

  it.each([
    ["many row groups", 2048],
    ["one row group", 1_000_000]
  ])("gives the same rows of 20,000 from %s", async (_, size) => {
    const select = `SELECT
      list_transform(range(r % 4), j -> 'The query has trait ' || (r * 7 + j) % 911) AS sae_attributes
      FROM range(20000) t(r)`;
    const rows = await duck(select, `, ROW_GROUP_SIZE ${size}`);
    const same = Array.from({length: 20_000}, (_, r) =>
      Array.from({length: r % 4}, (_, j) => `The query has trait ${(r * 7 + j) % 911}`)
    );
    expect(rows).toEqual(same);
  });

  it("reads sentences that are all different, in plain encoding", async () => {
    const select = "SELECT [md5(r::VARCHAR), 'é' || r] AS sae_attributes FROM range(5000) t(r)";
    const rows = await duck(select, ", ROW_GROUP_SIZE 2048");
    expect(rows).toHaveLength(5000);
    expect(rows[4321]?.[1]).toBe("é4321");
    expect(new Set(rows.flat()).size).toBe(10_000);
  });
});

describe("Parquet that can't be read", () => {
  it("a file that is none", async () => {
    await expect(readAttributePool(file(Buffer.from("PAR1 this is not what it says it is")))).rejects.toThrow(
      /^not a Parquet file: /
    );
  });

  it("a file without the columns, naming those it has", async () => {
    const path = await written("SELECT 'a' AS prompt, 1 AS source");
    await expect(readAttributePool(path)).rejects.toThrow(
      "expected a column sae_attributes or attributes, its columns are prompt, source"
    );
  });

  it.each([
    ["SELECT 1 AS sae_attributes", "expected strings or lists of strings, got a column of INT32"],
    ["SELECT [1, 2] AS sae_attributes", "expected strings or lists of strings, got a column of INT32"],
    ["SELECT [['a']] AS sae_attributes", "expected strings or lists of strings, got lists of lists"],
    ["SELECT {'a': 'b', 'c': 'd'} AS sae_attributes", "expected strings or lists of strings, got a column of records"],
    [
      "SELECT 'no list' AS sae_attributes",
      "row 1: expected a list of sentences, or such a list as JSON text, got no list"
    ]
  ])("a column of another shape: %s", async (select, message) => {
    await expect(readAttributePool(await written(select))).rejects.toThrow(message);
  });

  it("rows without any attribute", async () => {
    const path = await written("SELECT NULL::VARCHAR[] AS sae_attributes FROM range(3)");
    await expect(readAttributePool(path)).rejects.toThrow("none of its 3 rows has an attribute");
  });

  it("a file whose pages are damaged", async () => {
    const path = await written("SELECT [md5(r::VARCHAR)] AS sae_attributes FROM range(5000) t(r)", ", CODEC snappy");
    const bytes = readFileSync(path);
    bytes.fill(0xff, 4, 2000);
    await expect(readAttributePool(file(bytes))).rejects.toThrow(/^damaged Parquet file: .*: get the file again$/);
  });
});
