const maxStrings = 1 << 18;
const maxBytes = 1 << 25;
const slots = maxStrings * 2;

/**
 * Trimmed strings by their UTF-8 bytes, so that a sentence that occurs a thousand times is decoded once. Keeps the
 * first 262,144 strings or 32 MB, and decodes further ones each time.
 */
export class StringCache {
  #strings: string[] = [];
  #starts: number[] = [0]; // of each string's bytes, and the end of the last
  #bytes = Buffer.alloc(1 << 16);
  #view = viewOf(this.#bytes);
  #table = new Uint32Array(slots); // place in #strings, plus one

  /** The string between two places of the bytes that `view` and `bytes` share. */
  get(view: DataView, bytes: Buffer, start: number, end: number): string {
    let slot = hashOf(view, start, end) % slots;
    for (let place; (place = this.#table[slot]!) > 0; slot = (slot + 1) % slots) {
      const kept = this.#starts[place - 1]!;
      if (this.#starts[place]! - kept === end - start && isSame(this.#view, kept, view, start, end - start))
        return this.#strings[place - 1]!;
    }
    const text = bytes.toString("utf8", start, end).trim();
    if (this.#strings.length < maxStrings && this.#starts.at(-1)! + end - start <= maxBytes)
      this.#keep(slot, text, bytes.subarray(start, end));
    return text;
  }

  #keep(slot: number, text: string, bytes: Buffer): void {
    const from = this.#starts.at(-1)!;
    const to = from + bytes.length;
    while (to > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)]);
      this.#view = viewOf(this.#bytes);
    }
    bytes.copy(this.#bytes, from);
    this.#starts.push(to);
    this.#table[slot] = this.#strings.push(text);
  }
}

const viewOf = ({buffer, byteOffset, byteLength}: Buffer): DataView => new DataView(buffer, byteOffset, byteLength);

/** Four bytes at a time: a page of 100 MB is hashed and compared whole. */
function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    hash = Math.imul(hash ^ view.getInt32(i, true), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; i < end; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x9e3779b1);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function isSame(a: DataView, aStart: number, b: DataView, bStart: number, length: number): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4) if (a.getInt32(aStart + i, true) !== b.getInt32(bStart + i, true)) return false;
  for (; i < length; i++) if (a.getUint8(aStart + i) !== b.getUint8(bStart + i)) return false;
  return true;
}
