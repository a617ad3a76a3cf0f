import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {writeData} from "../../study/testing/data-folder.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {formatUserError, isUserError} from "../../util/user-error.js";
import {poolRows, type AttributePool} from "./attribute-pool.js";
import {readAttributePool} from "./read-attribute-pool.js";
import {serveHub} from "../hub/testing/hub-server.js";

const {folder} = useTempData();

/** The sentences of each row. */
const rowsOf = (pool: AttributePool): string[][] =>
  Array.from({length: poolRows(pool)}, (_, row) =>
    [...pool.rowAttributes.slice(pool.rowStarts[row], pool.rowStarts[row + 1])].map((id) => pool.attributes[id]!)
  );

const poolOf = (text: string, name = "pool.jsonl"): Promise<AttributePool> => readAttributePool(writeData(name, text));

async function problem(path: string): Promise<string> {
  try {
    await readAttributePool(path);
    return "";
  } catch (error) {
    if (!isUserError(error)) throw error;
    return formatUserError(error).replaceAll(folder(), "");
  }
}

const problemOf = (text: string | Uint8Array): Promise<string> => {
  const path = join(folder(), "bad.jsonl");
  writeFileSync(path, text);
  return problem(path);
};

const good = `${JSON.stringify({prompt: "p", sae_attributes: ["The query is short."]})}\n`;

describe("a pool of JSON lines", () => {
  it("keeps each distinct sentence once and the number of every row", async () => {
    const pool = await poolOf(
      [
        {prompt: "a", sae_attributes: ["The query is short.", "The query asks why."]},
        {prompt: "b", sae_attributes: []},
        {prompt: "c"},
        {prompt: "d", sae_attributes: null},
        {prompt: "e", sae_attributes: ["The query asks why."], normalized_weights: [1], source: "s"}
      ]
        .map((row) => JSON.stringify(row))
        .join("\n")
    );
    expect(pool.source).toBe("pool.jsonl");
    expect(pool.attributes).toEqual(["The query is short.", "The query asks why."]);
    expect(rowsOf(pool)).toEqual([["The query is short.", "The query asks why."], [], [], [], ["The query asks why."]]);
  });

  it("trims sentences and leaves out empty ones", async () => {
    const pool = await poolOf('{"sae_attributes": ["  The query is short. ", "", "  ", null]}\n');
    expect(rowsOf(pool)).toEqual([["The query is short."]]);
  });

  it("reads lists that are encoded as JSON text", async () => {
    const pool = await poolOf('{"sae_attributes": "[\\"The query is short.\\"]"}\n{"sae_attributes": ""}\n');
    expect(rowsOf(pool)).toEqual([["The query is short."], []]);
  });

  it("falls back to attributes when no row has sae_attributes", async () => {
    expect(rowsOf(await poolOf('{"attributes": ["A"]}\n{}\n{"attributes": ["B"]}\n'))).toEqual([["A"], [], ["B"]]);
  });

  it("takes no attributes where some row has sae_attributes, even a late one", async () => {
    const text = '{"attributes": ["A"]}\n{"attributes": ["B"], "sae_attributes": ["C"]}\n';
    expect(rowsOf(await poolOf(text))).toEqual([[], ["C"]]);
  });

  it("accepts NaN in columns that it does not need, empty lines and Windows line ends", async () => {
    const text = '{"sae_attributes": ["A"], "normalized_weights": [NaN]}\r\n\r\n{"sae_attributes": ["B"]}\r\n';
    expect(rowsOf(await poolOf(text))).toEqual([["A"], ["B"]]);
  });

  it("reads a row of 10,000 sentences", async () => {
    const many = Array.from({length: 10_000}, (_, i) => `The query is of kind ${i}.`);
    expect((await poolOf(JSON.stringify({sae_attributes: many}))).attributes).toHaveLength(10_000);
  });

  it("reads it compressed", async () => {
    const path = join(folder(), "pool.jsonl.gz");
    writeFileSync(path, gzipSync(good.repeat(3)));
    expect(rowsOf(await readAttributePool(path))).toEqual(Array(3).fill(["The query is short."]));
  });
});

describe("what can't be read", () => {
  it("a path that leads nowhere, a folder, an empty file", async () => {
    expect(await problem(join(folder(), "none.jsonl"))).toBe(
      "/none.jsonl: no such file, or it can't be read: check the path of the attribute pool"
    );
    mkdirSync(join(folder(), "folder.jsonl"));
    expect(await problem(join(folder(), "folder.jsonl"))).toContain("/folder.jsonl: is a folder: give the path of");
    expect(await problemOf("")).toContain("/bad.jsonl: is empty: expected a row");
  });

  it("another kind of file, naming those that are supported", async () => {
    const path = writeData("pool.csv", "a,b");
    expect(await problem(path)).toContain("unsupported kind of file: expected .jsonl, .jsonl.gz, .jsonl.zst, .parquet");
  });

  it("rows of which none has an attribute", async () => {
    expect(await problemOf('{"prompt": "a"}\n{"prompt": "b"}\n')).toContain("none of its 2 rows has an attribute");
    expect(await problemOf("\n\n")).toContain("none of its 0 rows has an attribute");
  });

  it("a value of the wrong shape, with its line and column", async () => {
    const list = "expected a list of sentences, or such a list as JSON text, got";
    expect(await problemOf(`${good}{"sae_attributes": 7}\n`)).toBe(`/bad.jsonl:2: sae_attributes: ${list} 7`);
    expect(await problemOf('{"sae_attributes": [7]}\n')).toBe(`/bad.jsonl:1: sae_attributes: ${list} [7]`);
    expect(await problemOf('{"sae_attributes": "The query"}\n')).toContain(`${list} "The query"`);
    expect(await problemOf('{"attributes": {"a": 1}}\n')).toBe(`/bad.jsonl:1: attributes: ${list} {"a":1}`);
  });

  it("a line that is no row, is torn, or is not UTF-8, with its number", async () => {
    expect(await problemOf(`${good}nonsense\n${good}`)).toBe(
      "/bad.jsonl:2: not a JSON object: expected one row a line"
    );
    expect(await problemOf(`${good}[1]\n`)).toContain("/bad.jsonl:2: not a JSON object");
    expect(await problemOf(`${good}${good}{"sae_attri`)).toContain("/bad.jsonl:3: torn: the file ends inside");
    const bytes = Buffer.concat([Buffer.from(good), Buffer.from([0x22, 0xff, 0xfe, 0x0a])]);
    expect(await problemOf(bytes)).toContain("/bad.jsonl:2: not valid UTF-8");
  });

  it("a compressed file that is cut short, or is none", async () => {
    const path = join(folder(), "cut.jsonl.gz");
    writeFileSync(path, gzipSync(good.repeat(100)).subarray(0, 60));
    expect(await problem(path)).toContain("/cut.jsonl.gz: can't be read to its end: unexpected end of file");
    writeFileSync(path, good);
    expect(await problem(path)).toContain("/cut.jsonl.gz: can't be read to its end: incorrect header check");
  });
});

describe("a pool on a hub", () => {
  it("is downloaded once, and its files are read as one", async () => {
    const shard = (words: string[]) =>
      words.map((word) => `${JSON.stringify({sae_attributes: [`The query is ${word}.`]})}\n`);
    const files = {
      "a.jsonl": [...shard(["short", "long"]), "{}\n"].join(""),
      "b.jsonl": shard(["long", "odd"]).join("")
    };
    const hub = await serveHub(files);
    try {
      const options = {endpoint: hub.url, cache: join(folder(), "hub")};
      const pool = await readAttributePool("hf:owner/data", options);
      expect(pool.source).toBe("hf:owner/data");
      expect(pool.attributes).toEqual(["The query is short.", "The query is long.", "The query is odd."]);
      expect(rowsOf(pool)).toEqual([
        ["The query is short."],
        ["The query is long."],
        [],
        ["The query is long."],
        ["The query is odd."]
      ]);
      const before = hub.requests.length;
      await readAttributePool("hf:owner/data", options);
      expect(hub.requests.length).toBe(before + 1);
      expect((await readAttributePool("hf:owner/data/b.jsonl", options)).attributes).toHaveLength(2);
    } finally {
      hub.close();
    }
  });
});
