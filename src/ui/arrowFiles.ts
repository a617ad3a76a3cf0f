import {tableFromIPC} from "npm:apache-arrow";
import type {ColumnTable} from "./columnTable.js";

/** A file of the site, as `FileAttachment` returns it. */
export interface ArrowFile {
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** An Arrow file as a table, for pages that need no query engine: starting one takes seconds. */
export const readArrow = async (file: ArrowFile): Promise<ColumnTable> => tableFromIPC(await file.arrayBuffer());

/** All rows of a small Arrow file, as plain objects. */
export const readRows = async <T>(file: ArrowFile): Promise<T[]> =>
  Array.from(await readArrow(file), (row) => row.toJSON() as T);
