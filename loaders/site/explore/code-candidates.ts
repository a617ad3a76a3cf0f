import {ColumnCoder, ListCoder, tableOf, type CodedTable} from "../../../src/shared/explore/codedTable.js";
import {listNames, scalarNames, type ListName, type ScalarName} from "../../../src/shared/explore/condition.js";
import {countRows, readBlocks, readTable} from "../../store/tables.js";
import {regionFinder} from "./regions-of-candidates.js";

const ofTable = scalarNames.filter((name) => name !== "length");
const read = [...ofTable, "attributes", "met", "coverage"] as const;

/** The candidates of a study with what pages select them by, read in blocks: a study may have a million. */
export async function codeCandidates(study: string): Promise<CodedTable> {
  const rows = await countRows(study, "candidates");
  const columns = Object.fromEntries(scalarNames.map((name) => [name, new ColumnCoder(rows)])) as Columns;
  const lists = Object.fromEntries(listNames.map((name) => [name, new ListCoder(rows)])) as Lists;
  const regions = (await readTable(study, "regions")) ?? [];
  const regionsOf = regionFinder(regions);
  const chunksOf = await chunksByCandidate(study);
  let id = 0;
  for await (const block of readBlocks(study, "candidates", read))
    for (const row of block) {
      for (const name of ofTable) columns[name].add(row[name] ?? null);
      const had = (row.coverage == null ? row.attributes : row.met) ?? [];
      lists.attributes.add(had);
      lists.regions.add(regionsOf({rubric: row.rubric!, model: row.model!}, had));
      lists.chunks.add(chunksOf.get(id++) ?? []);
    }
  await addLengths(study, columns.length, rows);
  const descriptions = new Map(regions.map((region) => [region.id, region.description]));
  return tableOf(
    rows,
    (name) => columns[name].finish(),
    (name) => lists[name].finish(name === "regions" ? (value) => descriptions.get(value) ?? value : undefined)
  );
}

type Columns = Record<ScalarName, ColumnCoder>;
type Lists = Record<ListName, ListCoder>;

/** Adds how long each response is, in characters; null for a candidate without one. */
async function addLengths(study: string, lengths: ColumnCoder, rows: number): Promise<void> {
  let added = 0;
  for await (const block of readBlocks(study, "texts", ["response"]))
    for (const {response} of block) if (added++ < rows) lengths.add(response?.length ?? null);
  for (; added < rows; added++) lengths.add(null); // a report may lack texts at the end
}

/** The chunks that the traces of a candidate's finding lead to. */
async function chunksByCandidate(study: string): Promise<Map<number, string[]>> {
  const chunks = new Map<string, Set<string>>();
  for (const {finding, source} of (await readTable(study, "traces")) ?? [])
    if (finding !== null && source !== null) chunks.set(finding, (chunks.get(finding) ?? new Set()).add(source));
  const byCandidate = new Map<number, string[]>();
  for (const {id, candidate, folded_candidates: folded} of (await readTable(study, "findings")) ?? [])
    for (const row of candidate === null ? folded : [candidate, ...folded])
      if (chunks.has(id)) byCandidate.set(row, [...chunks.get(id)!]);
  return byCandidate;
}
