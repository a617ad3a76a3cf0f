import {createHash} from "node:crypto";
import {closeSync, fstatSync, openSync, readSync} from "node:fs";
import {parquetMetadataAsync, parquetReadObjects, type AsyncBuffer, type FileMetaData, type RowGroup} from "hyparquet";
import {compressors} from "hyparquet-compressors";
import {columnsOf, type Row} from "../../../src/shared/schema.js";
import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {PromptIndex} from "./prompt-index.js";
import {readKeys} from "./read-keys.js";

export type AnswerRow = Row<"answers">;

const keptGroups = 64; // decoded, of a few hundred rows each

/**
 * The answers of a recorded model on disk. In memory are 12 bytes a prompt, what Parquet says of its row groups, and the
 * last row groups that were read.
 */
export class AnswersFile {
  readonly #groups = new Map<number, Promise<AnswerRow[]>>(); // least recently used first

  private constructor(
    private readonly handle: number,
    private readonly file: AsyncBuffer,
    private readonly metadata: FileMetaData,
    private readonly starts: Uint32Array, // first row of each row group, and the number of rows
    private readonly index: PromptIndex
  ) {}

  /** Opens a file and checks that its rows are in order. Throws a UserError in one line when it is damaged. */
  static async open(path: string): Promise<AnswersFile> {
    const handle = openSync(path, "r");
    try {
      const file = bufferOf(handle);
      const metadata = await parquetMetadataAsync(file);
      checkColumns(metadata, path);
      const starts = startsOf(metadata.row_groups);
      const index = new PromptIndex(shownPath(path));
      await readKeys(file, metadata, (id, k) => index.add(id, k));
      index.finish();
      return new AnswersFile(handle, file, metadata, starts, index);
    } catch (error) {
      closeSync(handle);
      throw damaged(error, path);
    }
  }

  get prompts(): number {
    return this.index.prompts;
  }

  get rows(): number {
    return this.starts.at(-1)!;
  }

  /** The answers to a prompt, by their number; none when it was never recorded. */
  async find(id: string): Promise<AnswerRow[]> {
    const range = this.index.find(id);
    if (range === null) return [];
    const found: AnswerRow[] = [];
    for (let row = range.start; row < range.end;) {
      const group = this.#groupAt(row);
      const rows = await this.#read(group);
      const [from, to] = [this.starts[group]!, Math.min(range.end, this.starts[group + 1]!)];
      found.push(...rows.slice(row - from, to - from));
      row = to;
    }
    return found;
  }

  /** The number of answers on record to a prompt. */
  countOf(id: string): number {
    const range = this.index.find(id);
    return range === null ? 0 : range.end - range.start;
  }

  /** Every row in order, a row group at a time. */
  async *all(): AsyncGenerator<AnswerRow> {
    for (const group of this.metadata.row_groups) yield* await readGroup(this.file, this.metadata, group);
  }

  close(): void {
    closeSync(this.handle);
  }

  #groupAt(row: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]! <= row) low = middle;
      else high = middle;
    }
    return low;
  }

  #read(group: number): Promise<AnswerRow[]> {
    const rows = this.#groups.get(group) ?? readGroup(this.file, this.metadata, this.metadata.row_groups[group]!);
    this.#groups.delete(group);
    this.#groups.set(group, rows);
    if (this.#groups.size > keptGroups) this.#groups.delete(this.#groups.keys().next().value!);
    return rows;
  }
}

/** The SHA-256 of a file, read in pieces. */
export function hashOfFile(path: string): string {
  const handle = openSync(path, "r");
  try {
    const hash = createHash("sha256");
    const piece = Buffer.allocUnsafe(1 << 20);
    for (let read; (read = readSync(handle, piece)) > 0;) hash.update(piece.subarray(0, read));
    return hash.digest("hex");
  } finally {
    closeSync(handle);
  }
}

function bufferOf(handle: number): AsyncBuffer {
  const {size: byteLength} = fstatSync(handle);
  return {
    byteLength,
    slice(start, end = byteLength) {
      const bytes = new Uint8Array(end - start);
      for (let read = 0, part; read < bytes.length; read += part)
        if ((part = readSync(handle, bytes, read, bytes.length - read, start + read)) === 0) break;
      return bytes.buffer;
    }
  };
}

/** The rows of one row group. The metadata given to the reader hold that group alone: it looks at all there are. */
const readGroup = async (file: AsyncBuffer, metadata: FileMetaData, group: RowGroup): Promise<AnswerRow[]> =>
  (await parquetReadObjects({
    file,
    metadata: {...metadata, row_groups: [group], num_rows: group.num_rows},
    compressors
  })) as AnswerRow[];

function startsOf(groups: readonly RowGroup[]): Uint32Array {
  const starts = new Uint32Array(groups.length + 1);
  for (const [i, {num_rows: rows}] of groups.entries()) starts[i + 1] = starts[i]! + Number(rows);
  return starts;
}

function checkColumns({schema}: FileMetaData, path: string): void {
  const there = new Set(schema.slice(1).map(({name}) => name));
  const missing = columnsOf("answers").find(([name]) => !there.has(name));
  if (missing !== undefined)
    throw new UserError(`lacks the column ${missing[0]}: expected answers written by surfturf record`, {
      file: shownPath(path)
    });
}

function damaged(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error.name === "UserError" || "code" in error) return error;
  return new UserError(
    `damaged or cut off (${error.message.split("\n")[0]}): take it from where the recording came from`,
    {file: shownPath(path)},
    {cause: error}
  );
}
