import {expect, it} from "vitest";
import {sliceByBlocks} from "./blockSlices.js";

const bytes = Uint8Array.from({length: 1000}, (_, i) => i % 251);

function counted() {
  const reads: string[] = [];
  const slice = (start: number, end = bytes.length): ArrayBuffer => {
    reads.push(`${start}-${end}`);
    return bytes.slice(start, end).buffer;
  };
  return {reads, file: {byteLength: bytes.length, slice}};
}

it("reads a part of a file in blocks, all else as it is asked for", async () => {
  const {reads, file} = counted();
  const part = sliceByBlocks(file, {start: 100, end: 395, blockBytes: 100});
  const read = async (start: number, end?: number) => [...new Uint8Array(await part.slice(start, end))];
  expect(await read(110, 115)).toEqual([110, 111, 112, 113, 114]);
  expect(await read(298, 302)).toEqual([47, 48, 49, 50].map((i) => (i + 251) % 251));
  expect(await read(390, 395)).toEqual([139, 140, 141, 142, 143]);
  expect(await read(390, 396)).toHaveLength(6); // past the end of the part
  expect(await read(99, 101)).toEqual([99, 100]);
  expect(await read(997)).toHaveLength(3);
  expect(reads).toEqual(["100-200", "200-300", "300-395", "300-395", "390-396", "99-101", "997-1000"]);
});

it("agrees with the file for any slice", async () => {
  const {file} = counted();
  const part = sliceByBlocks(file, {start: 13, end: 870, blockBytes: 64});
  for (let i = 0; i < 400; i++) {
    const start = (i * 37) % 990;
    const end = start + 1 + ((i * 53) % (1000 - start));
    expect(new Uint8Array(await part.slice(start, end)), `${start}-${end}`).toEqual(bytes.slice(start, end));
  }
});
