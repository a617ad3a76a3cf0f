import {ColumnCoder, ListCoder, tableOf, type CodedTable} from "../../../src/shared/explore/codedTable.js";
import type {pairColumns} from "../../../src/shared/explore/columns.js";
import {excerpt} from "../../../src/shared/excerpt.js";
import {countRows, readBlocks, readTable} from "../../store/tables.js";
import {listStudies} from "../../study/manifest/list.js";

type Scalar = keyof typeof pairColumns.scalars;
type List = (typeof pairColumns.lists)[number];

const ofTable = {chunk: "source", query_length: "query_length", response_length: "response_length"} as const;
const sentenceLength = 140; // characters of a trace's sentence

/** The training pairs of an index with what pages select them by, read in blocks: a corpus may have a million. */
export async function codePairs(index: string): Promise<CodedTable> {
  const owner = {index};
  const rows = await countRows(owner, "corpus_rows");
  const columns: Record<Scalar, ColumnCoder> = {
    chunk: new ColumnCoder(rows),
    query_length: new ColumnCoder(rows),
    response_length: new ColumnCoder(rows)
  };
  const lists: Record<List, ListCoder> = {clusters: new ListCoder(rows), traces: new ListCoder(rows)};
  const traces = await hitsOfTraces(index);
  let id = 0;
  for await (const block of readBlocks(owner, "corpus_rows", [...Object.values(ofTable), "clusters"]))
    for (const row of block) {
      for (const name of Object.keys(ofTable) as Scalar[]) columns[name].add(row[ofTable[name]] ?? null);
      lists.clusters.add(Array.from(row.clusters ?? [], String));
      lists.traces.add(traces.byPair.get(id++) ?? []);
    }
  const summaries = await summariesOf(index);
  const names: Record<List, (value: string) => string> = {
    clusters: (value) => summaries.get(value) ?? value,
    traces: (value) => traces.names.get(value) ?? value
  };
  return tableOf(
    "pairs",
    rows,
    (name) => columns[name as Scalar].finish(),
    (name) => lists[name as List].finish(names[name as List])
  );
}

async function summariesOf(index: string): Promise<Map<string, string>> {
  const summaries = new Map<string, string>();
  for await (const block of readBlocks({index}, "corpus_clusters", ["id", "summary"]))
    for (const {id, summary} of block) summaries.set(String(id), summary!);
  return summaries;
}

/** The traces whose hits each pair is among, and what the traces say. A hit's query has the cluster of the trigger. */
async function hitsOfTraces(index: string): Promise<{byPair: Map<number, Set<string>>; names: Map<string, string>}> {
  const byPair = new Map<number, Set<string>>();
  const names = new Map<string, string>();
  for (const study of listStudies()) {
    const traces = new Map<number, string>();
    for (const {id, finding, index: own, sentence} of (await readTable(study, "traces")) ?? []) {
      if (own !== index) continue;
      const name = `${study}/${finding ?? `trace ${id}`}`;
      traces.set(id, name);
      names.set(name, `${study}: ${excerpt(sentence, sentenceLength)}`);
    }
    if (traces.size === 0) continue;
    for (const {trace, pair, in_cluster: isHit} of (await readTable(study, "examples")) ?? []) {
      const name = traces.get(trace);
      if (isHit && name !== undefined) byPair.set(pair, (byPair.get(pair) ?? new Set()).add(name));
    }
  }
  return {byPair, names};
}
