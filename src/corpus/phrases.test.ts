import {DuckDBInstance, listValue} from "@duckdb/node-api";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {DuckDBConnection} from "@duckdb/node-api";
import {hostile} from "../testing/hostile.js";
import {searchPairs} from "./lensSearch.js";
import {features, readLens, writeLens} from "./lensView.js";
import {inContext, lensLines, toRegex, type LensQuery, type PhraseMode} from "./phrases.js";
import type {Database} from "../ui/database.js";

let sql: DuckDBConnection;

/** The pairs of the tests, over a block's edge. */
const texts = [
  "Elucidate this",
  "elucidated",
  "to elucidate",
  "art, party, ART",
  "été",
  "a+b (c) [d] \\E",
  hostile.sql,
  "1. one\n2. two"
];
const count = 4100;

const db: Database = {
  async query(text, parameters = []) {
    const reader = await sql.runAndReadAll(text, [...parameters]);
    const rows = reader.getRowObjects().map((row) => ({...row, ids: (row.ids as {items?: number[]} | null)?.items}));
    return rows.map((row) => ({toJSON: () => row}));
  }
};

beforeAll(async () => {
  sql = await (await DuckDBInstance.create(":memory:")).connect();
  await sql.run("CREATE TABLE corpus_pairs (id INT, source VARCHAR, query VARCHAR, response VARCHAR)");
  await sql.run(
    `INSERT INTO corpus_pairs SELECT i, CASE i % 2 WHEN 0 THEN 'even' ELSE 'odd' END,
       list_extract(?::VARCHAR[], (i % ${texts.length})::INT + 1),
       CASE WHEN i % 3 = 0 THEN '\`\`\` code' ELSE 'plain elucidate' END
     FROM range(${count}) t(i)`,
    [listValue(texts)]
  );
});
afterAll(() => sql.closeSync());

const search = (text: string, mode: PhraseMode, feature: LensQuery["feature"] = null) =>
  searchPairs(db, {phrase: {text, mode}, feature}, {signal: new AbortController().signal, onProgress: () => undefined});

const inQueries = async (text: string, mode: PhraseMode): Promise<number> =>
  lensLines((await search(text, mode)).cells)[0]!.query.count;

const perText = (...places: number[]): number =>
  places.reduce((sum, place) => sum + Math.ceil((count - place) / texts.length), 0);

describe("searchPairs", () => {
  it("finds whole words of any script, whatever their case, and no parts of words", async () => {
    expect(await inQueries("elucidate", "word")).toBe(perText(0, 2));
    expect(await inQueries("art", "word")).toBe(perText(3));
    expect(await inQueries("ÉTÉ", "word")).toBe(perText(4));
    expect(await inQueries("t", "word")).toBe(0);
  });

  it("takes a text as it is, whatever signs it holds", async () => {
    expect(await inQueries("elucidate", "text")).toBe(perText(0, 1, 2));
    expect(await inQueries("a+b (c) [d] \\E", "text")).toBe(perText(5));
    expect(await inQueries(hostile.sql, "text")).toBe(perText(6));
  });

  it("takes regular expressions, over lines", async () => {
    expect(await inQueries("^1\\..*2\\.", "regex")).toBe(perText(7));
    expect(await inQueries("^(to )?elucidate", "regex")).toBe(perText(0, 1, 2));
  });

  it("says what is wrong with an expression", async () => {
    await expect(search("(", "regex")).rejects.toThrow(/missing \)/);
    await expect(search("(?=look)", "regex")).rejects.toThrow(/invalid perl operator/);
  });

  it("takes linear time on an expression that would hang a backtracking engine", async () => {
    const start = performance.now();
    await search("^(a+)+$|(x+x+)+y", "regex");
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it("counts every pair once, over blocks, and the feature of responses to the phrase", async () => {
    const {cells, ids, searched, total} = await search("elucidate", "word", {text: "```", mode: "text"});
    expect([searched, total]).toEqual([count, count]);
    expect(cells.reduce((sum, {pairs}) => sum + pairs, 0)).toBe(count);
    expect(new Set(ids).size).toBe(ids.length);
    const [whole, ...chunks] = lensLines(cells);
    const expected = Array.from({length: count}, (_, i) => i).filter((i) => [0, 2].includes(i % texts.length));
    expect(whole!.given).toMatchObject({count: expected.filter((i) => i % 3 === 0).length, n: expected.length});
    expect(whole!.query.count + whole!.otherwise.n).toBe(count);
    expect(chunks.map(({source}) => source).sort()).toEqual(["even", "odd"]);
    expect(chunks.find(({source}) => source === "even")!.ofAll.query).toBe(1);
  });

  it("gives way to a newer search", async () => {
    const controller = new AbortController();
    controller.abort();
    const query: LensQuery = {phrase: {text: "x", mode: "text"}, feature: null};
    await expect(searchPairs(db, query, {signal: controller.signal, onProgress: () => undefined})).rejects.toThrow();
  });
});

describe("features", () => {
  it.each<[string, string, string]>([
    ["a code block", "text\n```js", "a `word`"],
    ["LaTeX", "so $x^2$ is", "it costs $5"],
    ["a numbered list", "1. one\n2. two", "version 2. ok"],
    ["a bulleted list", "so:\n- one", "well-known"],
    ["a refusal", "I'm sorry, but", "sorry excuse"],
    ["at most 80 characters", "Yes.", "x".repeat(81)]
  ])("%s", async (name, has, hasNot) => {
    const {regex} = features.find((feature) => feature.name === name)!;
    const reader = await sql.runAndReadAll(
      "SELECT regexp_matches(?, ?, 'is') AS yes, regexp_matches(?, ?, 'is') AS no",
      [has, regex, hasNot, regex]
    );
    expect(reader.getRowObjects()).toEqual([{yes: true, no: false}]);
  });
});

describe("readLens(search)", () => {
  it("reads what writeLens wrote", () => {
    const query: LensQuery = {phrase: {text: "a&b=c", mode: "regex"}, feature: {text: "```", mode: "text"}};
    expect(readLens(writeLens(query))).toEqual(query);
    expect(readLens("")).toBeNull();
    expect(readLens("?phrase=x&mode=constructor")).toEqual({phrase: {text: "x", mode: "word"}, feature: null});
  });
});

describe("inContext(text, found, {phrase})", () => {
  const anyText = {text: "cd", mode: "text"} as const;
  const word = (text: string) => ({phrase: {text, mode: "word"} as const, reach: 4});

  it("cuts around what was found", () => {
    const options = {phrase: anyText, reach: 1};
    expect(inContext("abcdef", "cd", options)).toEqual({before: "\u2026b", match: "cd", after: "e\u2026"});
    expect(inContext("abcdef", "", options)).toEqual({before: "ab", match: "", after: "\u2026"});
  });
  it("marks a whole word where it stands, not a part of an earlier one", () => {
    const text = "tools, a Tool.";
    expect(inContext(text, " Tool.", word("tool"))).toEqual({before: "\u2026, a ", match: "Tool", after: "."});
    expect(inContext("(+x) and", "(+x)", word("+x"))).toEqual({before: "(", match: "+x", after: ") an\u2026"});
  });
});

describe("toRegex(pattern)", () => {
  it("leaves an expression as it is", () => expect(toRegex({text: "a|b", mode: "regex"})).toBe("a|b"));
});
