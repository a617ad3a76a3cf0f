import {UserError} from "../../util/user-error.js";
import {chunkOfFile, type CorpusFile} from "./pair-files.js";
import type {CorpusRow} from "./corpus-row.js";
import {readRows} from "./pair-rows.js";
import {describeRow} from "./shapes/describe-row.js";
import {readRow, type ReadRow} from "./shapes/registry.js";
import type {PairTally} from "./pair-tally.js";
import {usualSources, type Pair, type PairOptions} from "./pairs.js";
import type {DataRow, NoPair} from "./shapes/pair-shape.js";

const maxSources = 10_000; // a column with more names is an id
const progressEvery = 1000; // rows

export interface ScanOptions extends Pick<PairOptions, "source" | "promptsOnly" | "signal" | "onProgress"> {
  stage: "choose" | "read";
  tally: PairTally; // counts the rows by what became of them; with `drawn` they are counted already
  drawn?: Float64Array; // ordinals of the rows to read, ascending; all when absent
}

/** The pairs of a corpus and the ordinals of their rows, from 0. */
export async function* scanRows(
  files: readonly CorpusFile[],
  options: ScanOptions
): AsyncGenerator<{pair: Pair; ordinal: number}> {
  const {tally, drawn} = options;
  const reader = new RowReader(options);
  let next = 0; // place in drawn
  for await (const {row, file, ordinal} of rowsOf(files, options)) {
    if (drawn === undefined) {
      tally.row(file.name);
      const pair = reader.count(row, file.name);
      if (pair !== undefined) yield {pair, ordinal};
    } else if (drawn[next] === ordinal) {
      next++;
      const read = reader.read(row, file.name);
      if ("pair" in read) yield {pair: read.pair, ordinal};
    }
  }
}

interface UsableRow {
  pair: Pair;
  shape: string;
  isNamed: boolean; // its chunk, by a column
}

/** Turns rows into pairs and counts them. */
class RowReader {
  readonly #sourceColumns: readonly string[];

  constructor(readonly options: ScanOptions) {
    this.#sourceColumns = sourceColumnsOf(options.source);
  }

  count(row: CorpusRow, file: string): Pair | undefined {
    const {tally} = this.options;
    const read = this.read(row, file);
    if (!("pair" in read)) {
      tally.skip(read.reason, {file, line: row.line, ...(read.what !== undefined && {what: read.what})});
      return undefined;
    }
    tally.usable(read.pair.source, read.shape);
    if (!read.isNamed) tally.unnamed++;
    if (tally.sources > maxSources)
      throw new UserError(`more than ${maxSources} chunks: is the column that names them an id? name another one`);
    return read.pair;
  }

  read({read, line, columns}: CorpusRow, file: string): UsableRow | NoPair {
    const row = read();
    if (typeof row === "string") return {reason: row};
    const {tally} = this.options;
    tally.columns ??= columns ?? Object.keys(row);
    tally.nameColumns ??= columns ?? textColumns(row);
    const texts = this.#textsOf(row);
    if ("reason" in texts) {
      tally.described ??= describeRow(row, columns);
      return texts;
    }
    const {shape, query, response} = texts;
    const name = this.#sourceColumns.map((column) => nameOf(row[column])).find((source) => source !== "");
    const pair: Pair = {source: name ?? chunkOfFile(file), query, response, file, line};
    return {pair, shape, isNamed: name !== undefined};
  }

  #textsOf(row: DataRow): ReadRow {
    const texts = readRow(row);
    const lacksResponse = "reason" in texts && texts.reason === "no-response";
    return lacksResponse && this.options.promptsOnly ? readRow({...row, response: "-"}) : texts;
  }
}

/** An empty name means that the file's name is the chunk's. */
const sourceColumnsOf = (source: string | undefined): readonly string[] =>
  source === undefined ? usualSources : source === "" ? [] : [source];

const maxNameLength = 200;

/** The columns that may name a chunk, for a reader who has to choose one. */
const textColumns = (row: DataRow): string[] =>
  Object.entries(row).flatMap(([name, value]) => (isName(nameOf(value)) ? [name] : []));

const isName = (text: string): boolean => text !== "" && text.length <= maxNameLength;

const nameOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? String(value).trim() : "";

async function* rowsOf(
  files: readonly CorpusFile[],
  {stage, tally, drawn, source, signal, onProgress}: ScanOptions
): AsyncGenerator<{row: CorpusRow; file: CorpusFile; ordinal: number}> {
  const totalBytes = files.reduce((sum, {size}) => sum + size, 0);
  let before = 0; // bytes of the files before
  let ordinal = 0;
  const report = (bytes: number): void =>
    onProgress?.({stage, rows: ordinal, kept: tally.kept, bytes: before + bytes, totalBytes});
  for (const file of files) {
    if (file.size === 0 && drawn === undefined) tally.skip("empty-file", {file: file.name, line: 0});
    if (file.size === 0) continue;
    for await (const row of readRows(file.path, {size: file.size, sourceColumns: sourceColumnsOf(source)})) {
      yield {row, file, ordinal: ordinal++};
      if (ordinal % progressEvery !== 0) continue;
      signal?.throwIfAborted();
      report(row.bytes);
    }
    report(file.size);
    before += file.size;
  }
}
