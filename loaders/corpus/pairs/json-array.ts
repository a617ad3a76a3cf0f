import type {TextLine} from "./lines.js";

export type ArrayEntry = Omit<TextLine, "offset">;

const decoder = new TextDecoder("utf-8", {fatal: true});
const [quote, backslash, comma, openList, closeList, openObject, closeObject] = [
  0x22, 0x5c, 0x2c, 0x5b, 0x5d, 0x7b, 0x7d
];

/**
 * The entries of one JSON array, streamed as if each were a line of its own: `number` counts them, from 1. Memory is
 * bounded by the longest entry, or by `maxBytes`: the text of a longer entry is not kept. Where the array is the whole
 * text, anything after it is one more entry, which is not JSON.
 */
export async function* readArrayEntries(
  stream: AsyncIterable<Buffer>,
  maxBytes = Infinity,
  {isWhole = false} = {}
): AsyncGenerator<ArrayEntry> {
  const entry = new EntryBuffer(maxBytes);
  const scan = new Scanner();
  let isClosed = false;
  for await (const chunk of stream) {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      if (isClosed) {
        if (isBlank(chunk[i]!)) continue;
        yield {number: entry.next(), length: 0, text: "", closed: true};
        return;
      }
      const at = scan.take(chunk[i]!);
      if (at === "inside") continue;
      if (at === "opened") start = i + 1;
      else {
        const line = entry.take(chunk.subarray(start, i), true);
        if (line) yield line;
        if (at === "closed" && !isWhole) return;
        isClosed = at === "closed";
        start = i + 1;
      }
    }
    if (!isClosed) entry.keep(chunk.subarray(start));
  }
  const last = isClosed ? undefined : entry.take(Buffer.alloc(0), false);
  if (last) yield last;
}

/** JSON values that follow each other, over as many lines as they like; otherwise as `readArrayEntries`. */
export async function* readJsonValues(stream: AsyncIterable<Buffer>, maxBytes = Infinity): AsyncGenerator<ArrayEntry> {
  const entry = new EntryBuffer(maxBytes);
  const scan = new Scanner();
  for await (const chunk of stream) {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      if (scan.take(chunk[i]!) !== "closed") continue;
      const line = entry.take(chunk.subarray(start, i + 1), true);
      if (line) yield line;
      start = i + 1;
    }
    entry.keep(chunk.subarray(start));
  }
  const last = entry.take(Buffer.alloc(0), false);
  if (last) yield last;
}

const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/** Follows strings and brackets, and says where an entry of the outermost array ends. */
class Scanner {
  #depth = 0;
  #inString = false;
  #isEscaped = false;

  take(byte: number): "inside" | "opened" | "between" | "closed" {
    if (this.#inString) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === backslash) this.#isEscaped = true;
      else if (byte === quote) this.#inString = false;
      return "inside";
    }
    if (byte === quote) this.#inString = true;
    else if (byte === openList || byte === openObject) return ++this.#depth === 1 ? "opened" : "inside";
    else if (byte === closeList || byte === closeObject) return --this.#depth === 0 ? "closed" : "inside";
    else if (byte === comma && this.#depth === 1) return "between";
    return "inside";
  }
}

class EntryBuffer {
  #parts: Buffer[] = [];
  #length = 0;
  #number = 0;

  constructor(readonly maxBytes: number) {}

  keep(bytes: Buffer): void {
    this.#length += bytes.length;
    if (this.#length <= this.maxBytes) this.#parts.push(bytes);
    else this.#parts = [];
  }

  /** The number of an entry that has no text. */
  next(): number {
    return ++this.#number;
  }

  /** The entry that ends with these bytes; undefined when there is nothing in it. */
  take(bytes: Buffer, closed: boolean): ArrayEntry | undefined {
    this.keep(bytes);
    const length = this.#length;
    const text = length > this.maxBytes ? null : decode(Buffer.concat(this.#parts));
    this.#parts = [];
    this.#length = 0;
    return text?.trim() === "" ? undefined : {number: ++this.#number, length, text, closed};
  }
}

function decode(bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
