import {createReadStream} from "node:fs";
import {pipeline} from "node:stream";
import {createGunzip} from "node:zlib";
import {Decompress} from "fzstd";
import {packingOf, type Packing} from "./file-head.js";

const blockBytes = 1 << 20;
const packedBytes = 1 << 14; // taken at a time: a block of zeros grows by a factor of 20,000

/** The text of a file, decompressed by what it is, and how much of the file was read by now. */
export interface TextStream {
  bytes: AsyncIterable<Buffer>;
  bytesRead(): number;
}

/** Opens a text file; gzip and zstd are known by their first bytes, before its name. Reading it rejects with an error that has a code. */
export function openText(path: string): TextStream {
  let read = 0;
  const file = createReadStream(path, {highWaterMark: blockBytes});
  file.on("data", (chunk) => (read += chunk.length));
  return {bytes: decompressed(file, packingOf(path)), bytesRead: () => read};
}

function decompressed(file: ReturnType<typeof createReadStream>, packing: Packing): AsyncIterable<Buffer> {
  if (packing === "gzip") return pipeline(file, createGunzip({chunkSize: blockBytes}), () => undefined);
  return packing === "zstd" ? unzstd(file) : file;
}

async function* unzstd(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let ready: Buffer[] = [];
  const stream = new Decompress((bytes) => ready.push(Buffer.from(bytes)));
  const push = (bytes: Uint8Array, isLast = false): void => {
    try {
      stream.push(bytes, isLast);
    } catch (cause) {
      throw Object.assign(new Error((cause as Error).message, {cause}), {code: "ERR_ZSTD"});
    }
  };
  for await (const block of packed) {
    for (let at = 0; at < block.length; at += packedBytes) {
      push(block.subarray(at, at + packedBytes));
      yield* ready;
      ready = [];
    }
  }
  push(new Uint8Array(0), true);
  yield* ready;
}
