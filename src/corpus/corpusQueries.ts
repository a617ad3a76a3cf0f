import {clustersWhere, clusterSorts, type ClusterView} from "./clusterView.js";
import type {Row} from "../shared/schema.js";
import {rowsOf, type CountedRows, type Database} from "../ui/database.js";

/** A cluster as pages load it: its top attributes are read from the Parquet file by row. */
export type ClusterRow = Omit<Row<"corpus_clusters">, "top_attributes">;

type ListVectors = {typical: Iterable<string>; typical_responses: Iterable<string>};

/** The chunks of a corpus, the largest first. */
export async function corpusChunks(db: Database): Promise<Row<"corpus_chunks">[]> {
  const rows = await rowsOf<Omit<Row<"corpus_chunks">, keyof ListVectors> & ListVectors>(
    db,
    "SELECT * FROM corpus_chunks ORDER BY pairs DESC, source"
  );
  return rows.map((row) => ({...row, typical: [...row.typical], typical_responses: [...row.typical_responses]}));
}

/** A page of the clusters that a view shows, and how many there are. */
export async function clusterPage(db: Database, view: ClusterView, pageSize: number): Promise<CountedRows<ClusterRow>> {
  const {sql, parameters} = clustersWhere(view);
  const [rows, [counted]] = await Promise.all([
    rowsOf<ClusterRow>(
      db,
      `SELECT * FROM corpus_clusters WHERE ${sql} ORDER BY ${clusterSorts[view.sort]}
       LIMIT ${pageSize} OFFSET ${view.page * pageSize}`,
      parameters
    ),
    rowsOf<{total: number}>(db, `SELECT count(*)::INT AS total FROM corpus_clusters WHERE ${sql}`, parameters)
  ]);
  return {rows, total: counted?.total ?? 0};
}

/** One cluster; undefined when there is none of the number. */
export async function clusterRow(db: Database, id: number): Promise<ClusterRow | undefined> {
  const [row] = await rowsOf<ClusterRow>(db, "SELECT * FROM corpus_clusters WHERE id = ?", [id]);
  return row;
}

/** How a cluster spreads over the chunks, the one it is most typical of first. */
export const clusterChunks = (db: Database, id: number): Promise<Row<"corpus_cluster_chunks">[]> =>
  rowsOf(db, "SELECT * FROM corpus_cluster_chunks WHERE cluster = ? ORDER BY lift DESC, source", [id]);

/** The clusters that the map draws: those with the most pairs. */
export const mapClusters = (db: Database, limit: number): Promise<ClusterRow[]> =>
  rowsOf(db, `SELECT * FROM corpus_clusters WHERE pairs > 0 ORDER BY pairs DESC, id LIMIT ${limit}`);

/** Which phrases to show. */
export interface PhraseFilter {
  text: string; // in the phrase; "" for all
  side: string; // query | response; "" for both
  source: string; // chunk; "" for all
}

/** Precomputed phrases, those that set a chunk apart most first. */
export const phraseRows = (db: Database, {text, side, source}: PhraseFilter, limit: number) =>
  rowsOf<Row<"corpus_phrases">>(
    db,
    `SELECT * FROM corpus_phrases WHERE contains(phrase, lower(?)) AND (? = '' OR side = ?) AND (? = '' OR source = ?)
     ORDER BY z DESC, phrase, source LIMIT ${limit}`,
    [text, side, side, source, source]
  );
