import type {SkipReason} from "../pairs.js";

/** A row of a data file, by column. */
export type DataRow = Record<string, unknown>;

/** Why a row is no pair; `what` names the part that was not understood, never its text. */
export interface NoPair {
  reason: SkipReason;
  what?: string;
}

/** The texts of one row, or why it is no pair. */
export type RowTexts = {query: string; response: string} | NoPair;

/**
 * One form that rows of training data come in, whatever the kind of file. One file defines it, one line in
 * `registry.ts` makes it known.
 */
export interface PairShape {
  readonly name: string; // in reports
  readonly columns: readonly string[]; // all that it reads; of a Parquet file no others are read
  readonly expected: string; // the columns it needs, for error messages
  readonly docs: {readonly title: string; readonly columns: string}; // its row in docs/corpora.md
  readonly note?: string; // said when rows of this shape were read
  /**
   * In Parquet, lists of records are read as the fields of a message alone, page by page; true when this shape needs
   * other fields of them (default false).
   */
  readonly wholeRecords?: boolean;
  /** The query of a row and the answer to it; undefined when the row is not of this shape. */
  read(row: DataRow): RowTexts | undefined;
}
