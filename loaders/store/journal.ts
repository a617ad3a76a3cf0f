import {closeSync, fdatasyncSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync} from "node:fs";
import {dirname} from "node:path";
import {UserError} from "../util/user-error.js";
import {whyNotWritten} from "../util/system-error.js";
import {BlockReader} from "./block-reader.js";
import type {CallRecord} from "./call-record.js";
import {isTorn, isWhole, readId, readLine, toLine} from "./journal-line.js";
import {checkHeld} from "./lock.js";

export type {CallRecord};

const newline = 10;
const chunkSize = 1 << 20;
const maxProblems = 20; // reported of one file

/**
 * Reads an append-only file of calls. Records are named by their ordinal. A file with a line that is no record, or is
 * damaged, is refused with a UserError that names its lines and the cure.
 */
export class JournalReader {
  protected file: number;
  protected end = 0; // of the last whole record
  protected torn = false; // a part of a record follows
  #offsets: Float64Array = new Float64Array(1024); // start of each record
  #count = 0;
  #ids = new Map<string, number>();
  #blocks: BlockReader;

  protected constructor(
    protected readonly path: string,
    flags: "r" | "a+"
  ) {
    this.file = openSync(path, flags);
    this.#blocks = new BlockReader(this.file);
    try {
      this.#load();
    } catch (error) {
      closeSync(this.file);
      throw error;
    }
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

  /** Throws a UserError where the record is not as it was when the journal was opened. */
  read(ordinal: number): CallRecord {
    const start = this.#offsets[ordinal]!;
    const end = ordinal + 1 < this.#count ? this.#offsets[ordinal + 1]! : this.end;
    const line = this.#blocks.read(start, end - start - 1);
    const record = line && readLine(line);
    if (record !== undefined) return record;
    throw new UserError("the journal changed while it was read: run the command again", {
      file: this.path,
      line: ordinal + 1
    });
  }

  /** The records of its own file, in order. */
  *written(): Generator<CallRecord> {
    for (let ordinal = 0; ordinal < this.size; ordinal++) yield this.read(ordinal);
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

  #load(): void {
    const {size} = fstatSync(this.file);
    const problems: UserError[] = [];
    const rest: Buffer[] = []; // read, not yet a whole line
    for (let position = 0; position < size && problems.length < maxProblems;) {
      const chunk = Buffer.allocUnsafe(Math.min(chunkSize, size - position));
      const length = readSync(this.file, chunk, 0, chunk.length, position);
      if (length === 0) break; // cut by its owner in the meantime
      position += length;
      this.#loadLines(chunk.subarray(0, length), rest, problems);
    }
    if (problems.length === 0) problems.push(...this.#checkRest(Buffer.concat(rest)));
    const [first, ...more] = problems;
    if (first !== undefined) throw new UserError(first.message, first.place, {more});
  }

  /** Indexes the lines that end in `chunk`; `rest` is what came before it, and then what follows them. */
  #loadLines(chunk: Buffer, rest: Buffer[], problems: UserError[]): void {
    let start = 0;
    for (let end; (end = chunk.indexOf(newline, start)) >= 0; start = end + 1) {
      const part = chunk.subarray(start, end);
      const line = rest.length > 0 ? Buffer.concat([...rest.splice(0), part]) : part;
      const read = readId(line);
      if ("problem" in read) problems.push(this.#problem(read.problem, this.#count + 1));
      this.index("id" in read ? read.id : "", line.length + 1);
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }

  /** What follows the last line feed: nothing, or a part of one record; anything else is damage. */
  #checkRest(rest: Buffer): UserError[] {
    this.torn = rest.length > 0;
    if (!this.torn) return [];
    if (!isTorn(rest))
      return [this.#problem("not the beginning of one journal record: " + takeOut(this.#count), this.#count + 1)];
    if (this.#count > 0 || !isWhole(rest)) return [];
    return [this.#problem("a journal without line feeds: end the record with one", 1)];
  }

  #problem(message: string, line: number): UserError {
    return new UserError(message, {file: this.path, line});
  }
}

const takeOut = (lines: number): string =>
  lines === 0
    ? "the journal has no line feeds; restore them, one after each record, or move the file away to start over"
    : "take the line out, and its call is asked again";

interface Pending {
  record: CallRecord;
  line: Buffer;
  resolve: (ordinal: number) => void;
  reject: (error: unknown) => void;
}

/**
 * The journal of a study that runs. A record is on disk (in the system's cache: safe from a kill of this process)
 * before `append` resolves; many appends of one turn of the event loop share one write.
 */
export class Journal extends JournalReader {
  #pending: Pending[] = [];
  #folder = dirname(this.path);

  /** Opens or creates a journal. A torn last record (a kill while writing) is cut off; its call counts as not made. */
  static override open(path: string): Journal {
    mkdirSync(dirname(path), {recursive: true});
    const journal = new Journal(path, "a+");
    journal.cutTorn();
    return journal;
  }

  protected cutTorn(): void {
    if (this.torn) ftruncateSync(this.file, this.end);
    this.torn = false;
  }

  /**
   * Resolves to the ordinal of the record once it is written. Rejects with a UserError when the disk takes no more, or
   * another process took the study over.
   */
  append(record: CallRecord): Promise<number> {
    const line = toLine(record);
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
    try {
      this.sync();
    } finally {
      super.close();
    }
  }

  #flush(): void {
    const pending = this.#pending;
    this.#pending = [];
    if (pending.length === 0) return;
    try {
      checkHeld(this.#folder);
      this.#write(Buffer.concat(pending.map(({line}) => line)));
    } catch (error) {
      for (const {reject} of pending) reject(error);
      return;
    }
    for (const {record, line, resolve} of pending) resolve(this.index(record.id, line.length));
  }

  /**
   * Appends lines. When the disk takes only part of them, that part is cut off again, now or before the next ones: no
   * record is ever half there.
   */
  #write(bytes: Buffer): void {
    try {
      if (this.torn) ftruncateSync(this.file, this.end);
      this.torn = true;
      for (let written = 0; written < bytes.length;) written += writeSync(this.file, bytes, written);
      this.torn = false;
    } catch (cause) {
      try {
        ftruncateSync(this.file, this.end);
        this.torn = false;
      } catch {
        // tried again before the next write
      }
      throw new UserError(`the journal could not be written: ${whyNotWritten(cause)}`, {file: this.path}, {cause});
    }
  }
}
