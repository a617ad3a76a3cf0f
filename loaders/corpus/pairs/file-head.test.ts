import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {useTempData} from "../../util/testing/temp-data.js";
import {zstdFrame} from "../testing/write-rows.js";
import {readPairs} from "./read-pairs.js";

const {folder} = useTempData();
const rows = Buffer.from('{"prompt": "Where?", "response": "There."}\n{"prompt": "Who?", "response": "They."}\n');

function write(name: string, bytes: string | Buffer): string {
  const path = join(folder(), name);
  writeFileSync(path, bytes);
  return path;
}

describe("a file that is not what its name says", () => {
  it.each<[string, Buffer]>([
    ["packed.jsonl", gzipSync(rows)],
    ["packed.json", zstdFrame(rows)],
    ["gzip.jsonl.zst", gzipSync(rows)],
    ["zstd.jsonl.gz", zstdFrame(rows)]
  ])("is read for what it is: %s", async (name, bytes) => {
    expect((await readPairs(write(name, bytes), {}, () => undefined)).kept).toBe(2);
  });

  it.each<[string, string | Buffer, RegExp]>([
    ["utf16.jsonl", Buffer.from(`\ufeff${rows.toString()}`, "utf16le"), /is UTF-16 text: save it as UTF-8/],
    ["page.jsonl", "\n<!DOCTYPE html><html>Sign in</html>", /is a page of a website/],
    ["table.jsonl", "PAR1....", /is a Parquet file: name it/],
    ["arrow.jsonl", "ARROW1..", /is an Arrow file/],
    ["pack.json", "PK\u0003\u0004...", /is a zip archive/],
    ["pack.jsonl.gz", "BZh91AY", /bzip2/],
    ["pack.jsonl", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), /xz/]
  ])("is refused by what it is: %s", async (name, bytes, words) => {
    await expect(readPairs(write(name, bytes), {}, () => undefined)).rejects.toThrow(words);
  });
});
