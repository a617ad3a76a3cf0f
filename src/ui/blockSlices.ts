import type {AsyncBuffer} from "npm:hyparquet";

export interface BlockPart {
  start: number; // byte
  end: number;
  blockBytes: number;
}

/**
 * A file that is read in blocks from `start` to `end`: for small slices that lie side by side and are wanted one after
 * another. The file below keeps the blocks. Slices that are not wholly in this part are read as they are.
 */
export function sliceByBlocks(
  {byteLength, slice}: AsyncBuffer,
  {start: from, end: to, blockBytes}: BlockPart
): AsyncBuffer {
  const block = (number: number): Promise<ArrayBuffer> | ArrayBuffer => {
    const start = from + number * blockBytes;
    return slice(start, Math.min(start + blockBytes, to));
  };
  return {
    byteLength,
    slice(start, end = byteLength) {
      if (start < from || end > to) return slice(start, end);
      const [first, last] = [start, end - 1].map((byte) => Math.floor((byte - from) / blockBytes)) as [number, number];
      const numbers = Array.from({length: last - first + 1}, (_, i) => first + i);
      return Promise.all(numbers.map(block)).then(async (blocks) => {
        const whole = blocks.length === 1 ? blocks[0]! : await new Blob(blocks).arrayBuffer();
        const offset = start - from - first * blockBytes;
        return whole.slice(offset, offset + end - start);
      });
    }
  };
}
