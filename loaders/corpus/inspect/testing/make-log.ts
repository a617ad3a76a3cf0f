import {crc32, deflateRawSync} from "node:zlib";

/** An entry of a zip file, with whatever lies about itself. */
export interface ZipEntry {
  name: string;
  data: string | Buffer; // as it is when unpacked
  method?: number; // 0 stored (default), 8 deflate, 93 Zstandard; of another the bytes are stored
  packed?: Buffer; // the bytes in the file, instead of those of the method
  size?: number; // unpacked, as the file says
  crc?: number;
  flags?: number;
}

/** A zip file, byte by byte: libraries write no damaged ones. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const {name, data, method = 0, flags = 0x800, ...given} of entries) {
    const bytes = Buffer.from(data as string);
    const packed = given.packed ?? (method === 8 ? deflateRawSync(bytes) : method === 93 ? zstandardOf(bytes) : bytes);
    const path = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(given.crc ?? crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(given.size ?? bytes.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, path, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x03", "latin1"), common, place, path);
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from("PK\x05\x06", "latin1"), end]);
}

const largestBlock = 2 ** 17;

/** Bytes as one Zstandard frame of blocks that are not compressed (RFC 8878). */
export function zstandardOf(bytes: Buffer): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0]); // one segment, with its size in 4 bytes
  header.writeUInt32LE(bytes.length, 5);
  const blocks: Buffer[] = [header];
  for (let from = 0; from === 0 || from < bytes.length; from += largestBlock) {
    const block = bytes.subarray(from, from + largestBlock);
    const head = Buffer.alloc(3);
    head.writeUIntLE(block.length * 8 + Number(from + largestBlock >= bytes.length), 0, 3);
    blocks.push(head, block);
  }
  return Buffer.concat(blocks);
}

/** The header of a log, with what a test changes. */
export const headerOf = (evaluation: object = {}, more: object = {}): object => ({
  version: 2,
  status: "success",
  eval: {task: "ethics", model: "mock/one", created: "2026-01-01T00:00:00+00:00", ...evaluation},
  ...more
});

/** A sample with one question and one answer. */
export const sampleOf = (id: string, scores: object | null, more: object = {}) => ({
  id,
  epoch: 1,
  input: `Question ${id}?`,
  target: "",
  messages: [
    {role: "user", content: `Question ${id}?`, source: "input"},
    {role: "assistant", content: `Answer ${id}.`, source: "generate"}
  ],
  output: {choices: [{message: {role: "assistant", content: `Answer ${id}.`}, stop_reason: "stop"}]},
  ...(scores !== null && {scores}),
  ...more
});

/** The entries of a log; NaN is written as Python does. */
export function entriesOf(header: object, samples: readonly (ReturnType<typeof sampleOf> | object)[]): ZipEntry[] {
  const json = (value: unknown): string =>
    JSON.stringify(value, (_, each: unknown) => (Number.isNaN(each) ? "<NaN>" : each)).replaceAll('"<NaN>"', "NaN");
  const files = samples.map((sample) => {
    const {id, epoch} = sample as {id: string; epoch: number};
    return {name: `samples/${id}_epoch_${epoch}.json`, data: json(sample), method: 8};
  });
  return [...files, {name: "header.json", data: json(header), method: 8}];
}
