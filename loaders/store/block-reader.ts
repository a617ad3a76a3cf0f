import {readSync} from "node:fs";

const blockSize = 1 << 18; // bytes
const maxBlocks = 16; // kept: the calls of one iteration are in a few places of the file

/** Reads pieces of a growing file through a few cached blocks: neighbours cost one read of the disk, not one each. */
export class BlockReader {
  #blocks = new Map<number, Buffer>(); // block number -> its bytes, least recently used first

  constructor(private readonly file: number) {}

  /** Bytes of the file; undefined where it has become too short for them. */
  read(start: number, length: number): Buffer | undefined {
    const first = Math.floor(start / blockSize);
    const from = start - first * blockSize;
    if (from + length <= blockSize) {
      const block = this.#block(first, from + length);
      return block.length < from + length ? undefined : block.subarray(from, from + length);
    }
    const bytes = Buffer.allocUnsafe(length);
    for (let read = 0, count; read < length; read += count)
      if ((count = readSync(this.file, bytes, read, length - read, start + read)) === 0) return undefined;
    return bytes;
  }

  /** A block of at least `least` bytes; one that was read while the file was shorter is read again. */
  #block(number: number, least: number): Buffer {
    let block = this.#blocks.get(number);
    this.#blocks.delete(number);
    if (block === undefined || block.length < least) {
      const bytes = Buffer.allocUnsafe(blockSize);
      block = bytes.subarray(0, readSync(this.file, bytes, 0, blockSize, number * blockSize));
    }
    this.#blocks.set(number, block);
    if (this.#blocks.size > maxBlocks) this.#blocks.delete(this.#blocks.keys().next().value!);
    return block;
  }
}
