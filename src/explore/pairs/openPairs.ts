import type {Row} from "../../shared/schema.js";
import {colouredChunks} from "../../corpus/colouredChunks.js";
import type {CodedTable} from "../../shared/explore/codedTable.js";
import {readRows, type ArrowFile} from "../../ui/arrowFiles.js";
import {openRows, type SiteFile} from "../../ui/parquetRows.js";
import type {Opened} from "../explorer.js";
import {readCodedTable} from "../readTable.js";
import {ClusterMapView} from "./clusterMap.js";
import type {MapPoint} from "./mapScene.js";
import {PairRows} from "./pairRows.js";

/** The files of an index that its page Explore reads. */
export interface PairFiles {
  table: ArrowFile; // explore.bin
  clusters: ArrowFile; // corpus_clusters.arrow
  rows: SiteFile; // corpus_rows.parquet
  pairs: SiteFile; // corpus_pairs.parquet
}

type Cluster = Omit<Row<"corpus_clusters">, "top_attributes">;

/** Reads what the page Explore of an index needs after its first charts. `sources` are the chunks, the largest first. */
export async function openPairs(
  {table: file, clusters: clusterFile, rows, pairs}: PairFiles,
  {sources, note}: {sources: readonly string[]; note: string}
): Promise<Opened> {
  const [table, clusters] = await Promise.all([readCodedTable(file), readRows<Cluster>(clusterFile)]);
  const chunks = colouredChunks(sources);
  const points = pointsOf(table, clusters, chunks);
  let map: ClusterMapView | null = null;
  return {
    table,
    views(explored) {
      if (points.length === 0) return [];
      map = ClusterMapView(points, explored, {colours: coloursOf(chunks), note});
      return [map];
    },
    rows: (explored) =>
      PairRows(table, explored, {
        rows: openRows(rows),
        pairs: openRows(pairs),
        onOpen: (places) => map?.mark(places)
      })
  };
}

/** The clusters that a pair has, at their places in the table. */
function pointsOf({lists}: CodedTable, clusters: readonly Cluster[], chunks: readonly string[]): MapPoint[] {
  const places = new Map(lists.clusters!.values.map((id, place) => [id, place]));
  return clusters.flatMap(({id, summary, source, x, y}) => {
    const place = places.get(String(id));
    if (place === undefined) return [];
    const chunk = source !== null && chunks.includes(source) ? source : chunks.at(-1)!;
    return [{...{place, id: String(id), summary, chunk}, ...{x, y}}];
  });
}

/** Ten colours that are told apart, in both themes (Observable's). */
const palette = [
  "#4269d0",
  "#efb118",
  "#ff725c",
  "#6cc5b0",
  "#3ca951",
  "#ff8ab7",
  "#a463f2",
  "#97bbf5",
  "#9c6b4e",
  "#9498a0"
];

const coloursOf = (chunks: readonly string[]): Map<string, string> =>
  new Map(chunks.map((chunk, i) => [chunk, palette[i % palette.length]!]));
