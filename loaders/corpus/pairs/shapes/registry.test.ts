import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {afterEach, describe, expect, it} from "vitest";
import {useTempData} from "../../../util/testing/temp-data.js";
import {readPairs, type Pair} from "../read-pairs.js";
import type {PairShape} from "./pair-shape.js";
import {expectedShapes, registerPairShape} from "./registry.js";
import {pairShapesTable} from "./shapes-table.js";

const {folder} = useTempData();

let remove = (): void => undefined;
afterEach(() => remove());

/** A preference pair: the answer that was preferred is the one that is trained on. */
const preference: PairShape = {
  name: "preference",
  columns: ["question", "ranked"],
  expected: "question and ranked",
  docs: {title: "preference", columns: "`question`, and `ranked`: a list of `{content, role, rank}`"},
  wholeRecords: true,
  read({question, ranked}) {
    if (!Array.isArray(ranked)) return undefined;
    const best = (ranked as {content: string; rank: number}[]).find(({rank}) => rank === 1);
    if (typeof question !== "string") return {reason: "no-query"};
    return best === undefined ? {reason: "no-response"} : {query: question, response: best.content};
  }
};

const rows = Array.from({length: 40}, (_, i) => ({
  question: i === 3 ? null : `q${i}`,
  ranked: [
    {role: "assistant", content: `worse ${i}`, rank: 2},
    ...(i === 5 ? [] : [{role: "assistant", content: `better ${i}`, rank: 1}])
  ]
}));

function writeLines(name: string): string {
  const path = join(folder(), `${name}.jsonl`);
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join("\n"));
  return path;
}

/** The same rows, written by DuckDB. */
async function writeParquet(name: string): Promise<string> {
  const path = join(folder(), `${name}.parquet`);
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const columns = "{question: 'VARCHAR', ranked: 'STRUCT(role VARCHAR, content VARCHAR, rank INTEGER)[]'}";
  const from = `read_json('${writeLines(name)}', format = 'newline_delimited', columns = ${columns})`;
  await connection.run(`COPY (SELECT * FROM ${from}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  return path;
}

async function read(path: string) {
  const pairs: Pair[] = [];
  const {shapes, skipped} = await readPairs(path, {source: ""}, (pair) => void pairs.push(pair));
  return {
    texts: pairs.map(({query, response, line}) => `${line}: ${query} > ${response}`),
    shapes,
    skipped: skipped.map(({reason, examples}) => `${reason} ${examples[0]!.line}`)
  };
}

describe("a shape registered from outside", () => {
  it("is read from lines and from Parquet alike", async () => {
    remove = registerPairShape(preference);
    const fromLines = await read(writeLines("a"));
    expect(fromLines.texts).toHaveLength(38);
    expect(fromLines.texts[0]).toBe("1: q0 > better 0");
    expect(fromLines.shapes).toEqual([{shape: "preference", rows: 38}]);
    expect(fromLines.skipped).toEqual(["no-query 4", "no-response 6"]);
    expect(await read(await writeParquet("b"))).toEqual(fromLines);
  });

  it("is named in errors and docs until it is removed", async () => {
    const before = [expectedShapes(), pairShapesTable()];
    remove = registerPairShape(preference);
    const other = join(folder(), "other.jsonl");
    writeFileSync(other, JSON.stringify({text: "a"}));
    await expect(read(other)).rejects.toThrow(/expected question and ranked, messages, .* its columns are text/);
    expect(pairShapesTable()).toContain("| preference | `question`, and `ranked`");
    remove();
    expect([expectedShapes(), pairShapesTable()]).toEqual(before);
    await expect(read(writeLines("c"))).rejects.toThrow(/39 no-response, 1 no-query/);
  });

  it("can't take a name that is there, or read no column", () => {
    expect(() => registerPairShape({...preference, name: "messages"})).toThrow(/registered twice: messages/);
    expect(() => registerPairShape({...preference, columns: []})).toThrow(/reads no column: preference/);
  });
});
