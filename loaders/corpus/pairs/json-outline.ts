/** A value of the outermost object of a JSON text. */
export interface OutlineEntry {
  key: string;
  kind: "list" | "object" | "scalar";
  offset: number; // of its first byte
}

/** What a JSON text holds at its top. */
export interface JsonOutline {
  values: number; // that follow each other; counted up to two
  entries: OutlineEntry[]; // of the first value, where it is an object; at most 1000
  length: number; // bytes of the first value
}

const maxEntries = 1000;
const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const isOpen = (byte: number): boolean => byte === 0x5b || byte === 0x7b;
const isClose = (byte: number): boolean => byte === 0x5d || byte === 0x7d;
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/** Reads a JSON text once and says what its outermost object holds; stops where a second value begins. */
export async function outlineOf(stream: AsyncIterable<Buffer>): Promise<JsonOutline> {
  const scan = new OutlineScan();
  for await (const chunk of stream) if (!scan.take(chunk)) break;
  return {values: scan.values, entries: scan.entries, length: scan.length};
}

class OutlineScan {
  values = 0;
  length = 0;
  readonly entries: OutlineEntry[] = [];
  #offset = 0;
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #key: number[] = [];
  #place: "key" | "value" | "after" = "key"; // at depth 1

  /** False when no more is needed. */
  take(chunk: Buffer): boolean {
    for (const byte of chunk) {
      const offset = this.#offset++;
      if (this.#inString) this.#inText(byte);
      else if (!this.#outside(byte, offset)) return false;
    }
    return true;
  }

  #inText(byte: number): void {
    if (this.#depth === 1 && this.#place === "key" && this.#key.length < 200) this.#key.push(byte);
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === backslash) this.#isEscaped = true;
    else if (byte === quote) this.#inString = false;
  }

  #outside(byte: number, offset: number): boolean {
    if (isSpace(byte)) return true;
    if (this.#depth === 0 && isOpen(byte) && ++this.values > 1) return false;
    if (this.#depth === 1 && this.#place === "value") this.#begin(byte, offset);
    if (byte === quote) this.#inString = true;
    else if (isOpen(byte)) this.#depth++;
    else if (isClose(byte)) {
      if (--this.#depth === 0) this.length = offset + 1;
    } else if (this.#depth === 1 && byte === colon) this.#place = "value";
    else if (this.#depth === 1 && byte === comma) this.#place = "key";
    return true;
  }

  #begin(byte: number, offset: number): void {
    const key = Buffer.from(this.#key).toString("utf8").slice(0, -1); // without the quote that ends it
    this.#key = [];
    this.#place = "after";
    const kind = byte === 0x5b ? "list" : byte === 0x7b ? "object" : "scalar";
    if (this.entries.length < maxEntries) this.entries.push({key, kind, offset});
  }
}
