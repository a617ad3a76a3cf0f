import {closeSync, existsSync, fstatSync, openSync} from "node:fs";
import {open, type FileHandle} from "node:fs/promises";
import {DraftFile} from "../../util/atomic-file.js";
import {readAll} from "../vectors/vector-file.js";
import {writeNumbers} from "./files.js";

/** JSON values, a line each, found by number: the texts of an index, of which a trace needs a few. */

export const offsetsOf = (path: string): string => `${path}.offsets`;
export const lineOf = (value: unknown): string => `${JSON.stringify(value)}\n`;

const rowsAtOnce = 1000;
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
    const line = Buffer.from(lineOf(value));
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

/** Reads lines of a store that was closed. Offsets stay on disk: an open store takes no memory, however long it is. */
export class LineStore<T> {
  readonly count: number;
  readonly #file: number;
  readonly #offsets: number;

  constructor(private readonly path: string) {
    this.#file = openSync(path, "r");
    this.#offsets = openSync(offsetsOf(path), "r");
    this.count = fstatSync(this.#offsets).size / 8 - 1;
    if (this.#read(this.count, this.count)[0] !== fstatSync(this.#file).size)
      throw new Error(`offsets do not fit the file: ${path}`);
  }

  get(row: number): T {
    const [start, end] = this.#read(row, row + 1) as unknown as [number, number];
    return JSON.parse(this.#text(start, end)) as T;
  }

  /** Rows from `start` up to `end`, in one read. */
  slice(start: number, end: number): T[] {
    if (end <= start) return [];
    const offsets = this.#read(start, end);
    const text = this.#text(offsets[0]!, offsets.at(-1)!);
    return text
      .slice(0, -1)
      .split("\n")
      .map((line) => JSON.parse(line) as T);
  }

  /** Every row in order, or those from one up to another, read in blocks. */
  *all({from, to}: {from: number; to: number} = {from: 0, to: this.count}): Generator<T> {
    for (let row = from; row < to; row += rowsAtOnce) yield* this.slice(row, Math.min(to, row + rowsAtOnce));
  }

  close(): void {
    closeSync(this.#file);
    closeSync(this.#offsets);
  }

  /** Where lines begin, from one up to and including the other. */
  #read(from: number, to: number): Float64Array {
    const offsets = new Float64Array(to - from + 1);
    readAll(this.#offsets, offsets, 8 * from, offsetsOf(this.path));
    return offsets;
  }

  #text(start: number, end: number): string {
    const bytes = Buffer.allocUnsafe(end - start);
    readAll(this.#file, bytes, start, this.path);
    return bytes.toString("utf8");
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
