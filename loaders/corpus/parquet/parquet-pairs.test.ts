import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {describe, expect, it} from "vitest";
import {useTempData} from "../../util/testing/temp-data.js";
import {readPairs, type Pair} from "../pairs/read-pairs.js";

const {folder} = useTempData();

const turn = (role: string, content: string | null) => ({role, content});

const rows = Array.from({length: 5000}, (_, i) => ({
  source: `s${i % 3}`,
  messages:
    i % 100 === 7
      ? null
      : i % 100 === 8
        ? []
        : [
            turn("system", "s"),
            turn("user", `q${i} ${"é".repeat(i % 50)}`),
            turn("assistant", i % 100 === 9 ? null : `r${i}`),
            ...(i % 2 === 0 ? [turn("user", "again"), turn("assistant", "x".repeat(i % 3000))] : [])
          ]
}));

/** The same rows, written by DuckDB. */
async function writeParquet(name: string, select: string, options = ""): Promise<string> {
  const lines = join(folder(), "rows.jsonl");
  writeFileSync(lines, rows.map((row) => JSON.stringify(row)).join("\n"));
  const path = join(folder(), name);
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const columns = "{source: 'VARCHAR', messages: 'STRUCT(role VARCHAR, content VARCHAR)[]'}";
  const from = `read_json('${lines}', format = 'newline_delimited', columns = ${columns})`;
  await connection.run(`COPY (SELECT ${select} FROM ${from}) TO '${path}' (FORMAT parquet ${options})`);
  connection.closeSync();
  return path;
}

async function pairsOf(path: string) {
  const pairs: Pair[] = [];
  const report = await readPairs(path, {}, (pair) => void pairs.push({...pair, file: ""}));
  return {
    pairs,
    report: {...report, location: "", files: [], skipped: report.skipped.map(({reason, count}) => ({reason, count}))}
  };
}

describe("a Parquet file with lists of messages", () => {
  it.each([
    ["in small row groups", ", ROW_GROUP_SIZE 2048"],
    ["of another codec", ", CODEC zstd"],
    ["without compression", ", CODEC uncompressed"],
    ["of version 2", ", PARQUET_VERSION v2"]
  ])("gives the pairs that the same rows as lines do: %s", async (_, options) => {
    const path = await writeParquet("rows.parquet", "*", options);
    const expected = await pairsOf(join(folder(), "rows.jsonl"));
    const {pairs, report} = await pairsOf(path);
    expect(pairs).toEqual(expected.pairs);
    expect(pairs).toHaveLength(4850);
    expect(report.sources).toEqual(expected.report.sources);
  });

  it("reads ShareGPT's names, and columns of shapes that are read by row group", async () => {
    const expected = (await pairsOf(await writeParquet("a.parquet", "*"))).pairs;
    const shareGpt = `list_transform(messages, m -> {'from': m.role, 'value': m.content}) AS conversations, source`;
    expect((await pairsOf(await writeParquet("b.parquet", shareGpt))).pairs).toEqual(expected);
    const part = "{'type': 'text', 'text': m.content}";
    const parts = `list_transform(messages, m -> {'role': m.role, 'content': [${part}]}) AS messages, source`;
    expect((await pairsOf(await writeParquet("c.parquet", parts))).pairs).toEqual(expected);
    const numbers = "messages, CAST(substr(source, 2) AS INTEGER) AS source";
    const {pairs} = await pairsOf(await writeParquet("d.parquet", numbers));
    expect(pairs.map(({source}) => `s${source}`)).toEqual(expected.map(({source}) => source));
  });
});
