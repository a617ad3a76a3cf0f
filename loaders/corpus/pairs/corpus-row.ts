import type {SkipReason} from "./pairs.js";
import type {DataRow} from "./shapes/pair-shape.js";

/** One row of a data file: what it holds, or why it can't be read. `bytes` is how much of the file was read by then. */
export interface CorpusRow {
  line: number;
  bytes: number;
  columns?: readonly string[]; // all that the file has, where only some were read
  read: () => DataRow | SkipReason; // parses the row: what a sample leaves out is not parsed
}
