import type {CodedTable} from "../shared/explore/codedTable.js";
import {columnsOfRows} from "../shared/explore/columns.js";
import type {Value} from "../shared/explore/condition.js";
import {rowsThat} from "../shared/explore/evaluate.js";
import type {ArrowFile} from "../ui/arrowFiles.js";
import {parseWhere} from "./parseWhere.js";
import {readCodedTable} from "./readTable.js";

/** A candidate, or training pair, as a selection has it: no texts, which are read by its id. */
export type SelectedRow = {id: number} & Record<string, Value | string[]>;

/**
 * The rows that a WHERE of the page Explore selects, of a study or an index, for a notebook:
 * `await selectedRows(FileAttachment("../data/lab/explore.bin"), "score >= 90")`. Rejects where the WHERE is wrong.
 */
export const selectedRows = async (file: ArrowFile, where: string): Promise<SelectedRow[]> =>
  rowsWhere(await readCodedTable(file), where);

export function rowsWhere(table: CodedTable, where: string): SelectedRow[] {
  const passes = rowsThat(parseWhere(where, columnsOfRows[table.kind]), table);
  const rows: SelectedRow[] = [];
  for (let id = 0; id < table.rows; id++) if (passes[id] === 1) rows.push(rowAt(table, id));
  return rows;
}

function rowAt({columns, lists}: CodedTable, id: number): SelectedRow {
  const row: SelectedRow = {id};
  for (const [name, {values, codes}] of Object.entries(columns)) row[name] = values[codes[id]!]!;
  for (const [name, {values, starts, codes}] of Object.entries(lists))
    row[name] = Array.from(codes.subarray(starts[id], starts[id + 1]), (code) => values[code]!);
  return row;
}
