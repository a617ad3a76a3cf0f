import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {CompressionType, setCompressionCodec, tableFromArrays, tableToIPC} from "@uwdata/flechette";
import {describe, expect, it} from "vitest";
import {useTempData} from "../../util/testing/temp-data.js";
import {readPairs, type Pair} from "../pairs/read-pairs.js";
import {unpackLz4Frame} from "./lz4-frame.js";

const {folder} = useTempData();

const frame = (...blocks: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([4, 0x22, 0x4d, 0x18, 0x40, 0x40, 0]), ...blocks, Buffer.alloc(4)]);

function block(bytes: Uint8Array, isStored = false): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE((bytes.length | (isStored ? 0x80000000 : 0)) >>> 0);
  return Buffer.concat([size, bytes]);
}

const stored = (bytes: Uint8Array): Buffer => frame(block(bytes, true));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

describe("unpackLz4Frame(bytes)", () => {
  it("copies literals, then what was written before, over itself and over the blocks before", () => {
    const first = Buffer.from([0x3b, ...Buffer.from("abc"), 3, 0, 0x10, ...Buffer.from("!")]); // abc, 15 more of it, !
    const second = Buffer.from([0x00, 19, 0, 0x1f, ...Buffer.from("-"), 1, 0, 255, 2, 0x00]); // from the block before
    expect(text(unpackLz4Frame(frame(block(first), block(second))))).toBe(
      `${"abc".repeat(6)}!abca-${"-".repeat(15 + 255 + 2 + 4)}`
    );
  });

  it("reads blocks that are stored, sizes, dictionaries and checksums of blocks, and nothing", () => {
    expect(text(unpackLz4Frame(stored(Buffer.from("as it is"))))).toBe("as it is");
    expect(unpackLz4Frame(frame())).toHaveLength(0);
    const head = Buffer.from([4, 0x22, 0x4d, 0x18, 0x59, 0x40, ...Buffer.alloc(8 + 4), 0]);
    const checked = Buffer.concat([block(Buffer.from("hello"), true), Buffer.alloc(4)]);
    expect(text(unpackLz4Frame(Buffer.concat([head, checked, Buffer.alloc(4)])))).toBe("hello");
  });

  it.each<[string, Buffer]>([
    ["no magic number", Buffer.from("PK and more bytes")],
    ["nothing", Buffer.alloc(0)],
    ["no end", frame(block(Buffer.from("abc"), true)).subarray(0, -4)],
    ["a reference to nothing", frame(block(Buffer.from([0x10, 65, 9, 0])))],
    ["a distance of 0", frame(block(Buffer.from([0x10, 65, 0, 0])))],
    ["a length without its end", frame(block(Buffer.from([0xf0, 255, 255])))],
    ["literals that are missing", frame(block(Buffer.from([0x50, 65])))]
  ])("refuses %s", (_, bytes) => expect(() => unpackLz4Frame(bytes)).toThrow(/LZ4/));
});

describe("an Arrow file that is compressed with LZ4", () => {
  it.each(["stream", "file"] as const)("is read as any other: %s", async (format) => {
    setCompressionCodec(CompressionType.LZ4_FRAME, {encode: stored, decode: unpackLz4Frame});
    const rows = {prompt: ["Where does it begin?", "Who built it?"], response: ["In the hills.", "A mason."]};
    const path = join(folder(), `lz4-${format}.arrow`);
    writeFileSync(path, tableToIPC(tableFromArrays(rows), {format, codec: CompressionType.LZ4_FRAME})!);
    const pairs: Pair[] = [];
    await readPairs(path, {source: ""}, (pair) => void pairs.push(pair));
    expect(pairs.map(({query, response}) => [query, response])).toEqual([
      ["Where does it begin?", "In the hills."],
      ["Who built it?", "A mason."]
    ]);
  });
});
