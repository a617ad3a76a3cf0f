const magic = 0x184d2204;
const minMatch = 4;

/**
 * Unpacks an LZ4 frame (github.com/lz4/lz4, doc/lz4_Frame_format.md), as Arrow IPC compresses its buffers: blocks that
 * may refer to the ones before. Checksums are not verified. Throws an Error when the frame is damaged.
 */
export function unpackLz4Frame(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 7 || view.getUint32(0, true) !== magic) throw new Error("an LZ4 frame without its magic number");
  const flags = bytes[4]!;
  const [hasBlockChecksum, hasSize, hasDictionary] = [flags & 0x10, flags & 0x08, flags & 0x01].map((flag) => flag > 0);
  let at = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  const output = new Output(bytes.length * 4);
  for (;;) {
    if (at + 4 > bytes.length) throw new Error("an LZ4 frame without its end");
    const header = view.getUint32(at, true);
    if (header === 0) return output.bytes();
    const block = bytes.subarray(at + 4, at + 4 + (header & 0x7fffffff));
    if (header >>> 31 === 1) output.copy(block);
    else unpackBlock(block, output);
    at += 4 + (header & 0x7fffffff) + (hasBlockChecksum ? 4 : 0);
  }
}

/** Sequences of bytes as they are, each but the last followed by a copy of what was written before. */
function unpackBlock(block: Uint8Array, output: Output): void {
  let at = 0;
  const lengthFrom = (nibble: number): number => {
    let length = nibble;
    if (nibble < 15) return length;
    let more: number;
    do {
      if (at >= block.length) throw new Error("an LZ4 block that ends too early");
      length += more = block[at++]!;
    } while (more === 255);
    return length;
  };
  while (at < block.length) {
    const token = block[at++]!;
    const literals = lengthFrom(token >> 4);
    if (at + literals > block.length) throw new Error("an LZ4 block that ends too early");
    output.copy(block.subarray(at, (at += literals)));
    if (at === block.length) return;
    const distance = block[at]! | (block[at + 1]! << 8);
    at += 2;
    output.repeat(distance, lengthFrom(token & 15) + minMatch);
  }
}

/** Bytes that grow. */
class Output {
  #bytes: Uint8Array;
  #length = 0;

  constructor(expected: number) {
    this.#bytes = new Uint8Array(Math.max(64, expected));
  }

  copy(part: Uint8Array): void {
    this.#reserve(part.length);
    this.#bytes.set(part, this.#length);
    this.#length += part.length;
  }

  /** Writes what begins `distance` bytes before the end again; it may overlap with itself. */
  repeat(distance: number, length: number): void {
    if (!(distance > 0 && distance <= this.#length)) throw new Error("an LZ4 block that refers to nothing");
    this.#reserve(length);
    const from = this.#length - distance;
    for (let i = 0; i < length; i++) this.#bytes[this.#length + i] = this.#bytes[from + i]!;
    this.#length += length;
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(length: number): void {
    if (this.#length + length <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#length + length, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
