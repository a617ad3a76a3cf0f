import {createReadStream, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {useTempData} from "../../util/testing/temp-data.js";
import {readLines, type TextLine} from "./lines.js";

const {folder} = useTempData();

async function linesOf(content: string | Uint8Array, chunk?: number): Promise<TextLine[]> {
  const path = join(folder(), "lines.txt");
  writeFileSync(path, content);
  const stream = chunk === undefined ? undefined : createReadStream(path, {highWaterMark: chunk});
  const lines: TextLine[] = [];
  for await (const line of readLines(path, stream)) lines.push(line);
  return lines;
}

describe("readLines(path)", () => {
  it("gives every line with its number and place", async () => {
    expect(await linesOf("ab\n\nçd\nlast")).toEqual([
      {number: 1, offset: 0, length: 2, text: "ab", closed: true},
      {number: 3, offset: 4, length: 3, text: "çd", closed: true},
      {number: 4, offset: 8, length: 4, text: "last", closed: false}
    ]);
  });

  it("gives nothing for an empty file or one of blank lines", async () => {
    expect(await linesOf("")).toEqual([]);
    expect(await linesOf("\n \r\n\t\n  ")).toEqual([]);
  });

  it("says which line is not valid UTF-8 and goes on", async () => {
    const lines = await linesOf(Buffer.from([0x61, 0x0a, 0xff, 0x0a, 0x62, 0x0a]));
    expect(lines.map(({text}) => text)).toEqual(["a", null, "b"]);
  });

  it.each([1, 2, 3, 7])("puts lines and letters together that chunks of %i bytes tear apart", async (chunk) => {
    const text = "短い\nzwei\n\n🙂 drei\n";
    expect(await linesOf(text, chunk)).toEqual(await linesOf(text));
  });

  it("gives places from which a line can be read back, also past one of 5 MB", async () => {
    const lines = await linesOf(`${"é".repeat(2_500_000)}\nnext\n`);
    expect(lines.map(({length}) => length)).toEqual([5_000_000, 4]);
    const {offset, length} = lines[1]!;
    expect(readFileSync(join(folder(), "lines.txt")).toString("utf8", offset, offset + length)).toBe("next");
  });
});
