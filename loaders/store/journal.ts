import {closeSync, fdatasyncSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync} from "node:fs";
import {dirname} from "node:path";
import type {FailedAttempt} from "../model/dispatcher.js";
import type {Usage} from "../model/model.js";
import {UserError} from "../util/user-error.js";
import {BlockReader} from "./block-reader.js";

/** One model call, as it is in the journal: a line of JSON, written before its result is used. */
export interface CallRecord {
  v: 1;
  id: string; // hash of what was asked: the same request is never asked twice
  step: string;
  role: string;
  model: string; // asked, as provider:model
  answered: string | null; // the model that says it answered
  at: string; // ISO date
  latency: number | null; // ms; null for the in-process lab
  attempts: number; // requests sent, those of earlier retries included; 0 when another study had the answer
  failed?: FailedAttempt[]; // the requests that failed; absent when none did
  from?: string; // the study whose journal had the answer; absent when asked here
  late?: true; // asked again after its iteration was over (--retry unscored): it no longer steers that search
  stop: string | null; // unified stop reason
  raw: string | null; // the provider's own word for it
  changes?: string[]; // what of the request was not sent as asked, since the model refuses it
  usage: Usage | null;
  cost: number | null; // US dollars; null when the price is unknown, or what it took
  worst?: number; // US dollars it can have cost at most; only where what it took is not known but the price is
  text: string | null; // null when the call failed
  thinking: string | null;
  error: string | null; // why it failed; one line, never a key
}

const newline = 10;
const chunkSize = 1 << 20;

/** Reads an append-only file of calls. Records are named by their ordinal. */
export class JournalReader {
  protected file: number;
  protected end = 0; // of the last whole record
  #offsets: Float64Array = new Float64Array(1024); // start of each record
  #count = 0;
  #ids = new Map<string, number>();
  #blocks: BlockReader;

  protected constructor(path: string, flags: "r" | "a+") {
    this.file = openSync(path, flags);
    this.#blocks = new BlockReader(this.file);
    this.#load(path);
  }

  /** Opens a journal that another process may be writing: a record that is not whole yet is not there. */
  static open(path: string): JournalReader {
    return new JournalReader(path, "r");
  }

  /** How many records it holds. */
  get size(): number {
    return this.#count;
  }

  /** The ordinal of the latest record of a request; undefined when it was never answered. */
  find(id: string): number | undefined {
    return this.#ids.get(id);
  }

  read(ordinal: number): CallRecord {
    const start = this.#offsets[ordinal]!;
    const end = ordinal + 1 < this.#count ? this.#offsets[ordinal + 1]! : this.end;
    return JSON.parse(this.#blocks.read(start, end - start).toString("utf8")) as CallRecord;
  }

  close(): void {
    closeSync(this.file);
  }

  /** Adds a record that begins at `end` and is `length` bytes long. */
  protected index(id: string, length: number): number {
    if (this.#count === this.#offsets.length) {
      const larger = new Float64Array(this.#offsets.length * 2);
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    const ordinal = this.#count++;
    this.#offsets[ordinal] = this.end;
    this.end += length;
    this.#ids.set(id, ordinal);
    return ordinal;
  }

  #load(path: string): void {
    const {size} = fstatSync(this.file);
    let position = 0; // of the next byte to read
    let rest: Buffer = Buffer.alloc(0); // read, not yet a whole line
    while (position < size) {
      const chunk = Buffer.allocUnsafe(Math.min(chunkSize, size - position));
      position += readSync(this.file, chunk, 0, chunk.length, position);
      rest = this.#loadLines(path, rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk);
    }
  }

  #loadLines(path: string, bytes: Buffer): Buffer {
    let start = 0;
    for (let end; (end = bytes.indexOf(newline, start)) >= 0; start = end + 1)
      this.index(readId(path, this.#count + 1, bytes.subarray(start, end)), end + 1 - start);
    return bytes.subarray(start);
  }
}

/**
 * The journal of a study that runs. A record is on disk (in the system's cache: safe from a kill of this process)
 * before `append` resolves; many appends of one turn of the event loop share one write.
 */
export class Journal extends JournalReader {
  #pending: {record: CallRecord; line: Buffer; resolve: (ordinal: number) => void; reject: (error: unknown) => void}[] =
    [];

  /** Opens or creates a journal. A torn last record (a kill while writing) is cut off; its call counts as not made. */
  static override open(path: string): Journal {
    mkdirSync(dirname(path), {recursive: true});
    const journal = new Journal(path, "a+");
    ftruncateSync(journal.file, journal.end);
    return journal;
  }

  /** Resolves to the ordinal of the record once it is written. Rejects when the disk takes no more. */
  append(record: CallRecord): Promise<number> {
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    return new Promise((resolve, reject) => {
      if (this.#pending.length === 0) setImmediate(() => this.#flush());
      this.#pending.push({record, line, resolve, reject});
    });
  }

  /** Forces what was appended to the disk itself: safe from a power cut. */
  sync(): void {
    this.#flush();
    fdatasyncSync(this.file);
  }

  override close(): void {
    this.sync();
    super.close();
  }

  /**
   * Writes what waits. When the disk takes only part of it, that part is cut off again: no record is ever half there.
   */
  #flush(): void {
    const pending = this.#pending;
    this.#pending = [];
    if (pending.length === 0) return;
    try {
      writeAll(this.file, Buffer.concat(pending.map(({line}) => line)));
    } catch (cause) {
      ftruncateSync(this.file, this.end);
      const error = new UserError("the journal could not be written: is the disk full?", {}, {cause});
      for (const {reject} of pending) reject(error);
      return;
    }
    for (const {record, line, resolve} of pending) resolve(this.index(record.id, line.length));
  }
}

const head = /^\{"v":1,"id":"([0-9a-f]+)"/; // what every record begins with: no need to parse its text to find it

function readId(path: string, line: number, bytes: Buffer): string {
  const match = head.exec(bytes.subarray(0, 100).toString("latin1"));
  if (match === null) throw new UserError(whyUnread(bytes), {file: path, line});
  return match[1]!;
}

/** Why a line is no record, and the cure: a version of its own, or damage (what was paid for is in the other lines). */
function whyUnread(bytes: Buffer): string {
  const version = /^\{"v":(\d+),/.exec(bytes.subarray(0, 40).toString("latin1"))?.[1];
  return version === undefined
    ? "not a journal record: take the line out, and its call is asked again"
    : `a journal record of version ${version}, this surfturf reads version 1: use the one that wrote it, or ` +
        "move the file away to start over";
}

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}
