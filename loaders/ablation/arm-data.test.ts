import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {asyncBufferFromFile, parquetReadObjects} from "hyparquet";
import {describe, expect, it} from "vitest";
import {useTempData} from "../util/testing/temp-data.js";
import {hashOfData, writeArmData, type ArmData, type ArmManifest} from "./arm-data.js";
import type {AblationCorpus} from "./corpus/corpus.js";

const {folder} = useTempData();

const size = 12_345; // more than two row groups
const corpus: AblationCorpus = {
  name: "made up",
  size,
  sources: ["plain", 'it\'s "odd"'],
  sourceOf: (row) => row % 2,
  pair: (row) => ({query: `Question ${row}?\n\u{1f600} \u05d0`, response: row === 7 ? "" : `Answer ${row}`}),
  rowsOfIndex: (pairs) => new Set(pairs),
  close: () => undefined
};
const data: ArmData = {
  corpus,
  heldOut: new Set([3]),
  arm: {
    ...{id: 1, name: "without-some", finding: null, kind: "add", selects: "some", control: null, kept: null},
    ...{dropped: new Set([0, 5]), own: new Set(), added: [{query: "New", response: "Good"}]}
  }
};
const expected = size - 3 + 1;
const manifestIn = (out: string) => JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as ArmManifest;

describe("writeArmData(folder, data, format)", () => {
  it("writes the same pairs as JSON lines and as Parquet, with the same hash", async () => {
    const [lines, table] = [join(folder(), "lines"), join(folder(), "table")];
    expect(await writeArmData(lines, data)).toBe(hashOfData(data));
    expect(await writeArmData(table, data, "parquet")).toBe(hashOfData(data));
    const rows = readFileSync(join(lines, "data.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => ({source: null, ...(JSON.parse(line) as object)}));
    expect(rows).toHaveLength(expected);
    const file = await asyncBufferFromFile(join(table, "data.parquet"));
    expect(await parquetReadObjects({file})).toEqual(rows);
    for (const [out, name] of [
      [lines, "data.jsonl"],
      [table, "data.parquet"]
    ] as const) {
      const {file, sha256, pairs, hash} = manifestIn(out);
      expect([file, pairs, hash]).toEqual([name, expected, hashOfData(data)]);
      expect(sha256).toBe(
        createHash("sha256")
          .update(readFileSync(join(out, name)))
          .digest("hex")
      );
    }
  });

  it("writes Parquet that DuckDB reads as chat messages", async () => {
    const sql = await (await DuckDBInstance.create(":memory:")).connect();
    const query = (text: string) =>
      sql.runAndReadAll(text.replace("@", `'${join(folder(), "table", "data.parquet")}'`));
    const counts = await query("select count(*)::int, count(source)::int, count(distinct source)::int from @");
    expect(counts.getRows()).toEqual([[expected, expected - 1, 2]]);
    const added = await query(
      "select messages[1].role, messages[1].content, messages[2].role, messages[2].content, len(messages)::int from @ where source is null"
    );
    expect(added.getRows()).toEqual([["user", "New", "assistant", "Good", 2]]);
    sql.closeSync();
  });
});
