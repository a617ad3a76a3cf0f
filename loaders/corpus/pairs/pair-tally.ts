import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {expectedShapes} from "./shapes/registry.js";
import type {CorpusReport, PairOptions, SkipReason} from "./pairs.js";

const maxExamples = 5; // of each reason

type SkippedRow = CorpusReport["skipped"][number]["examples"][number];

type TallyCounts = Pick<CorpusReport, "skipped" | "sources" | "shapes" | "files">;

/** Counts the rows of a corpus by what became of them. */
export class PairTally {
  rows = 0;
  kept = 0;
  duplicates = 0;
  unnamed = 0;
  columns: readonly string[] | undefined; // of the first row that could be read
  nameColumns: readonly string[] | undefined; // those of them that may name a chunk
  described: string | undefined; // the first row that is no pair, without its texts
  readonly #skipped = new Map<SkipReason, CorpusReport["skipped"][number]>();
  readonly #sources = new Map<string, {rows: number; kept: number}>();
  readonly #shapes = new Map<string, number>();
  readonly #files = new Map<string, number>();

  get sources(): number {
    return this.#sources.size;
  }

  row(file: string): void {
    this.rows++;
    this.#files.set(file, (this.#files.get(file) ?? 0) + 1);
  }

  skip(reason: SkipReason, example: SkippedRow): void {
    const entry = this.#skipped.get(reason) ?? {reason, count: 0, examples: []};
    entry.count++;
    if (entry.examples.length < maxExamples) entry.examples.push(example);
    this.#skipped.set(reason, entry);
  }

  usable(source: string, shape: string): void {
    this.#sourceOf(source).rows++;
    this.#shapes.set(shape, (this.#shapes.get(shape) ?? 0) + 1);
  }

  keep(source: string): void {
    this.kept++;
    this.#sourceOf(source).kept++;
  }

  counts(): TallyCounts {
    return {
      skipped: [...this.#skipped.values()].sort((a, b) => b.count - a.count),
      sources: [...this.#sources].map(([source, counts]) => ({source, ...counts})).sort((a, b) => b.rows - a.rows),
      shapes: [...this.#shapes].map(([shape, rows]) => ({shape, rows})).sort((a, b) => b.rows - a.rows),
      files: [...this.#files].map(([file, rows]) => ({file, rows}))
    };
  }

  #sourceOf(source: string): {rows: number; kept: number} {
    let counts = this.#sources.get(source);
    if (counts === undefined) this.#sources.set(source, (counts = {rows: 0, kept: 0}));
    return counts;
  }
}

/** Throws a UserError when no row is a pair, or none has the column that should name the chunk. */
export function checkUsable(tally: PairTally, location: string, {source}: PairOptions): void {
  const {skipped, sources} = tally.counts();
  const usable = sources.reduce((sum, {rows}) => sum + rows, 0);
  if (usable === 0) {
    const [first] = skipped.filter(({reason}) => reason !== "empty-file").flatMap(({examples}) => examples);
    const reasons = skipped.map(({reason, count}) => `${count} ${reason}`).join(", ");
    const there = tally.described === undefined ? "" : `, its columns are ${tally.described}`;
    const what = first?.what === undefined ? "" : `: ${first.what}`;
    const why =
      tally.rows === 0 ? "has no row" : `none of its ${tally.rows} rows is a training pair (${reasons}${what})`;
    const place = first === undefined ? {file: shownPath(location)} : {file: first.file, line: first.line};
    throw new UserError(`${why}: ${expectedShapes()}${there}`, place);
  }
  if (source !== undefined && source !== "" && tally.unnamed === usable) {
    const columns = tally.columns?.slice(0, 30).join(", ");
    throw new UserError(`no row has it: expected the column that names the chunk, the columns are ${columns}`, {
      key: source
    });
  }
}
