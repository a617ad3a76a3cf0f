import {listNames, scalarNames, type ListName, type ScalarName, type Value} from "../shared/explore/condition.js";
import type {CodedTable} from "../shared/explore/codedTable.js";
import {rowTest} from "../shared/explore/evaluate.js";
import type {ArrowFile} from "../ui/arrowFiles.js";
import {parseWhere} from "./parseWhere.js";
import {readCodedTable} from "./readTable.js";

/** A candidate as a selection has it: no texts, which are read by its id. */
export type SelectedRow = {id: number} & Record<ScalarName, Value> & Record<ListName, string[]>;

/**
 * The candidates of a study that a WHERE of the page Explore selects, for a notebook:
 * `await selectedRows(FileAttachment("../data/lab/explore.bin"), "score >= 90")`. Rejects where the WHERE is wrong.
 */
export const selectedRows = async (file: ArrowFile, where: string): Promise<SelectedRow[]> =>
  rowsWhere(await readCodedTable(file), where);

export function rowsWhere(table: CodedTable, where: string): SelectedRow[] {
  const test = rowTest(parseWhere(where), table);
  const rows: SelectedRow[] = [];
  for (let id = 0; id < table.rows; id++) if (test(id)) rows.push(rowAt(table, id));
  return rows;
}

function rowAt({columns, lists}: CodedTable, id: number): SelectedRow {
  const scalars = scalarNames.map((name) => [name, columns[name].values[columns[name].codes[id]!]]);
  const texts = listNames.map((name) => {
    const {values, starts, codes} = lists[name];
    return [name, Array.from(codes.subarray(starts[id], starts[id + 1]), (code) => values[code]!)];
  });
  return {id, ...Object.fromEntries([...scalars, ...texts])} as SelectedRow;
}
