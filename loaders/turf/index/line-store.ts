import {closeSync, existsSync, fstatSync, openSync, readSync} from "node:fs";
import {open, type FileHandle} from "node:fs/promises";
import {DraftFile} from "../../util/atomic-file.js";
import {readFloat64, writeNumbers} from "./files.js";

/** JSON values, a line each, found by number: the texts of an index, of which a trace needs a few. */

const offsetsOf = (path: string): string => `${path}.offsets`;
const flushAt = 1 << 20; // characters that wait for one write

/** Writes a line store in one pass; it appears under its name, with its offsets, when it is closed. */
export class LineStoreWriter {
  readonly #draft: DraftFile;
  #file: FileHandle | undefined;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #offsets = new Float64Array(1024);
  #count = 0;
  #end = 0;

  constructor(private readonly path: string) {
    this.#draft = new DraftFile(path, {locked: true});
  }

  get count(): number {
    return this.#count;
  }

  async add(value: unknown): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    if (this.#count + 1 === this.#offsets.length) {
      const larger = new Float64Array(this.#offsets.length * 2);
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    this.#end += line.length;
    this.#offsets[++this.#count] = this.#end;
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    if (this.#waitingBytes >= flushAt) await this.#flush();
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.#file!.close();
    const offsets = this.#offsets.subarray(0, this.#count + 1);
    writeNumbers(offsetsOf(this.path), offsets);
    this.#draft.commit();
  }

  async #flush(): Promise<void> {
    this.#file ??= await open(this.#draft.path, "w");
    await this.#file.writeFile(Buffer.concat(this.#waiting));
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}

/** Reads single lines of a store that was closed. */
export class LineStore<T> {
  readonly #file: number;
  readonly #offsets: Float64Array;

  constructor(path: string) {
    this.#file = openSync(path, "r");
    this.#offsets = readFloat64(offsetsOf(path));
    if (this.#offsets.at(-1) !== fstatSync(this.#file).size) throw new Error(`offsets do not fit the file: ${path}`);
  }

  get count(): number {
    return this.#offsets.length - 1;
  }

  get(row: number): T {
    const start = this.#offsets[row]!;
    const bytes = Buffer.allocUnsafe(this.#offsets[row + 1]! - start);
    readSync(this.#file, bytes, 0, bytes.length, start);
    return JSON.parse(bytes.toString("utf8")) as T;
  }

  /** Rows from `start` up to `end`, in one read. */
  slice(start: number, end: number): T[] {
    if (end <= start) return [];
    const from = this.#offsets[start]!;
    const bytes = Buffer.allocUnsafe(this.#offsets[end]! - from);
    readSync(this.#file, bytes, 0, bytes.length, from);
    const text = bytes.toString("utf8");
    return text
      .slice(0, -1)
      .split("\n")
      .map((line) => JSON.parse(line) as T);
  }

  /** Every row in order, read in blocks. */
  *all(block = 1000): Generator<T> {
    for (let row = 0; row < this.count; row += block) yield* this.slice(row, Math.min(this.count, row + block));
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** All values of a store. */
export function readLineStore<T>(path: string): T[] {
  const store = new LineStore<T>(path);
  try {
    return [...store.all()];
  } finally {
    store.close();
  }
}

export const hasLineStore = (path: string): boolean => existsSync(path) && existsSync(offsetsOf(path));
