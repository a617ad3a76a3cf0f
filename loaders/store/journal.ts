import {closeSync, fdatasyncSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync} from "node:fs";
import {dirname} from "node:path";
import type {Usage} from "../model/model.js";
import {UserError} from "../util/user-error.js";
import {BlockReader} from "./block-reader.js";

/** One model call, as it stands in the journal: a line of JSON, written before its result is used. */
export interface CallRecord {
  v: 1;
  id: string; // hash of what was asked: the same request is never asked twice
  step: string;
  role: string;
  model: string; // asked, as provider:model
  answered: string | null; // the model that says it answered
  at: string; // ISO date
  latency: number | null; // ms; null for the in-process lab
  attempts: number;
  stop: string | null; // unified stop reason
  raw: string | null; // the provider's own word for it
  usage: Usage | null;
  cost: number | null; // US dollars; null when the price is unknown
  text: string | null; // null when the call failed
  thinking: string | null;
  error: string | null; // why it failed; one line, never a key
}

const newline = 10;
const chunkSize = 1 << 20;

/**
 * An append-only file of calls. A record is on disk (in the system's cache: safe from a kill of this process) before
 * `append` resolves; many appends of one turn of the event loop share one write. Records are named by their ordinal.
 */
export class Journal {
  #file: number;
  #offsets: Float64Array = new Float64Array(1024); // start of each record; [count] is the end of the last
  #count = 0;
  #ids = new Map<string, number>();
  #blocks: BlockReader;
  #pending: {lines: Buffer[]; resolve: () => void; reject: (error: unknown) => void}[] = [];

  private constructor(file: number) {
    this.#file = file;
    this.#blocks = new BlockReader(file);
  }

  /** Opens or begins a journal. A torn last record (a kill while writing) is cut off; its call counts as not made. */
  static open(path: string): Journal {
    mkdirSync(dirname(path), {recursive: true});
    const journal = new Journal(openSync(path, "a+"));
    journal.#load(path);
    return journal;
  }

  /** How many records it holds. */
  get size(): number {
    return this.#count;
  }

  /** The ordinal of the record of a request; undefined when it was never answered. */
  find(id: string): number | undefined {
    return this.#ids.get(id);
  }

  read(ordinal: number): CallRecord {
    const start = this.#offsets[ordinal]!;
    const bytes = this.#blocks.read(start, this.#offsets[ordinal + 1]! - start);
    return JSON.parse(bytes.toString("utf8")) as CallRecord;
  }

  /** Resolves to the ordinal of the record once it is written. Rejects when the disk takes no more. */
  append(record: CallRecord): Promise<number> {
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    const ordinal = this.#index(record.id, this.#offsets[this.#count]! + line.length);
    return new Promise((resolve, reject) => {
      if (this.#pending.length === 0) setImmediate(() => this.#flush());
      this.#pending.push({lines: [line], resolve: () => resolve(ordinal), reject});
    });
  }

  /** Forces what was appended to the disk itself: safe from a power cut. */
  sync(): void {
    this.#flush();
    fdatasyncSync(this.#file);
  }

  close(): void {
    this.sync();
    closeSync(this.#file);
  }

  #flush(): void {
    const pending = this.#pending;
    this.#pending = [];
    if (pending.length === 0) return;
    try {
      writeAll(this.#file, Buffer.concat(pending.flatMap(({lines}) => lines)));
    } catch (cause) {
      const error = new UserError("the journal could not be written: is the disk full?", {}, {cause});
      for (const {reject} of pending) reject(error);
      return;
    }
    for (const {resolve} of pending) resolve();
  }

  #index(id: string, end: number): number {
    if (this.#count + 2 > this.#offsets.length) {
      const larger = new Float64Array(this.#offsets.length * 2);
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    const ordinal = this.#count++;
    this.#offsets[this.#count] = end;
    this.#ids.set(id, ordinal);
    return ordinal;
  }

  #load(path: string): void {
    const {size} = fstatSync(this.#file);
    let position = 0; // of the next byte to read
    let rest: Buffer = Buffer.alloc(0); // read, not yet a whole line
    while (position < size) {
      const chunk = Buffer.allocUnsafe(Math.min(chunkSize, size - position));
      position += readSync(this.#file, chunk, 0, chunk.length, position);
      rest = this.#loadLines(path, rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk);
    }
    if (this.#offsets[this.#count]! < size) ftruncateSync(this.#file, this.#offsets[this.#count]!);
  }

  #loadLines(path: string, bytes: Buffer): Buffer {
    let start = 0;
    for (let end; (end = bytes.indexOf(newline, start)) >= 0; start = end + 1)
      this.#index(
        readId(path, this.#count + 1, bytes.subarray(start, end)),
        this.#offsets[this.#count]! + end + 1 - start
      );
    return bytes.subarray(start);
  }
}

const head = /^\{"v":1,"id":"([0-9a-f]+)"/; // what every record begins with: no need to parse its text to find it

function readId(path: string, line: number, bytes: Buffer): string {
  const match = head.exec(bytes.subarray(0, 100).toString("latin1"));
  if (match === null)
    throw new UserError("not a journal record of this version: move the file away to begin anew", {file: path, line});
  return match[1]!;
}

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}
