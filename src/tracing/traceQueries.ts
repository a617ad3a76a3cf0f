import type {Row} from "../shared/schema.js";
import {rowsOf, type CountedRows, type Database} from "../ui/database.js";

export type TraceRow = Row<"traces">;

/** A response attribute of a trace with the evidence of its own trigger. */
export type CruxRow = Row<"cruxes">;

/** All traces of a study: established ones first, then by lift. */
export const traceRows = (db: Database): Promise<TraceRow[]> =>
  rowsOf(
    db,
    `SELECT * FROM traces ORDER BY status = 'traced' DESC,
       CASE strength WHEN 'strong' THEN 0 WHEN 'clear' THEN 1 WHEN 'weak' THEN 2 ELSE 3 END, lift DESC NULLS LAST, id`
  );

/** The first judge's attributes of a trace: those chosen by their rank, then the others in its order. */
export const cruxRows = (db: Database, trace: number): Promise<CruxRow[]> =>
  rowsOf(db, "SELECT * FROM cruxes WHERE trace = ? ORDER BY chosen NULLS LAST, slot", [trace]);

/** A cluster among the retrieved candidates of a crux. */
export interface HitRow extends Row<"hits"> {
  isTrigger: boolean;
}

/** Clusters of a crux: those of the failing query first as they rank, then the runners-up that it lacks. */
export async function hitRows(db: Database, {trace, chosen, cluster}: ChosenCrux): Promise<HitRow[]> {
  const rows = await rowsOf<Row<"hits">>(
    db,
    "SELECT * FROM hits WHERE trace = ? AND crux = ? ORDER BY attribute IS NULL, rank",
    [trace, chosen]
  );
  return rows.map((row) => ({...row, isTrigger: row.attribute !== null && row.cluster === cluster}));
}

/** A crux that was traced, and the cluster of its trigger. */
export interface ChosenCrux {
  trace: number;
  chosen: number;
  cluster: number | null;
}

/** Where the retrieved pairs of a crux come from, most over its base share first. */
export const chunkRows = (db: Database, {trace, chosen}: ChosenCrux): Promise<Row<"chunks">[]> =>
  rowsOf(db, "SELECT * FROM chunks WHERE trace = ? AND crux = ? ORDER BY share - base DESC, source", [trace, chosen]);

/** Share of the retrieved pairs that a chunk has, for a trace or for all traces of a rubric. */
export interface ShareCell {
  row: string; // key of the line
  source: string;
  retrieved: number;
  n: number;
  share: number;
  base: number;
  lift: number | null;
  trace: number | null; // to open; null for a line of several
}

/** A row of `best` a trace under its best crux; `cells` has every chunk of its index, also those that gave nothing. */
const cells = (onlyEstablished: boolean): string => `WITH best AS (
    SELECT t.id, t."index" AS corpus, t.rubric, t.polarity, c.chosen FROM traces t
    JOIN cruxes c ON c.trace = t.id AND c.attribute = t.crux AND c.chosen IS NOT NULL
    WHERE t.status = 'traced' ${onlyEstablished ? "AND t.strength IN ('strong', 'clear', 'weak')" : ""}
  ), sizes AS (
    SELECT b.*, max(k.n) AS n FROM best b JOIN chunks k ON k.trace = b.id AND k.crux = b.chosen GROUP BY ALL
  ), bases AS (
    SELECT t."index" AS corpus, k.source, max(k.base) AS base FROM chunks k JOIN traces t ON t.id = k.trace GROUP BY ALL
  ), cells AS (
    SELECT s.id, concat(s.rubric, CASE s.polarity WHEN 'satisfy' THEN ' (satisfied)' ELSE '' END) AS behaviour,
      x.source::VARCHAR AS source, x.base, coalesce(k.retrieved, 0) AS retrieved, s.n
    FROM sizes s JOIN bases x ON x.corpus = s.corpus
    LEFT JOIN chunks k ON k.trace = s.id AND k.crux = s.chosen AND k.source = x.source
  )`;

/** Chunk shares of each trace under its best crux. */
export const traceShares = (db: Database, {onlyEstablished = false} = {}): Promise<ShareCell[]> =>
  rowsOf(
    db,
    `${cells(onlyEstablished)} SELECT id::VARCHAR AS row, source, retrieved, n, retrieved / n AS share, base,
       CASE WHEN base > 0 THEN retrieved / n / base END AS lift, id AS trace FROM cells ORDER BY id, source`
  );

/** The same, summed over the traces of a rubric and polarity: pairs that several traces retrieved count in each. */
export const rubricShares = (db: Database, {onlyEstablished = false} = {}): Promise<ShareCell[]> =>
  rowsOf(
    db,
    `${cells(onlyEstablished)}, sums AS (
       SELECT behaviour AS row, source, sum(retrieved)::DOUBLE AS retrieved, sum(n)::DOUBLE AS n, avg(base) AS base
       FROM cells GROUP BY ALL)
     SELECT *, retrieved / n AS share, CASE WHEN base > 0 THEN retrieved / n / base END AS lift, NULL AS trace
     FROM sums ORDER BY row, source`
  );

/** Which retrieved examples a reader looks at. */
export interface ExampleFilter {
  source: string; // "" for all
  onlyHits: boolean;
}

/** A page of the training pairs retrieved for a crux, the most similar first. */
export async function exampleRows(
  db: Database,
  {trace, chosen}: ChosenCrux,
  {source, onlyHits, page, pageSize}: ExampleFilter & {page: number; pageSize: number}
): Promise<CountedRows<Row<"examples">>> {
  const rows = await rowsOf<ExampleVectors & {total: number}>(
    db,
    `SELECT *, count(*) OVER ()::INT AS total FROM examples
     WHERE trace = ? AND crux = ? AND (? = '' OR source = ?) AND (? = 0 OR in_cluster)
     ORDER BY rank LIMIT ${pageSize} OFFSET ${page * pageSize}`,
    [trace, chosen, source, source, Number(onlyHits)]
  );
  return {rows: rows.map(withLists), total: rows[0]?.total ?? 0};
}

/** One of these pairs. Rejects when there is none of the rank. */
export async function exampleRow(db: Database, {trace, chosen}: ChosenCrux, rank: number): Promise<Row<"examples">> {
  const [row] = await rowsOf<ExampleVectors>(db, "SELECT * FROM examples WHERE trace = ? AND crux = ? AND rank = ?", [
    trace,
    chosen,
    rank
  ]);
  if (row === undefined) throw new Error("there is no such pair");
  return withLists(row);
}

type ExampleVectors = Omit<Row<"examples">, "query_attributes" | "query_clusters"> & {
  query_attributes: Iterable<string>;
  query_clusters: Iterable<number>;
};

const withLists = (row: ExampleVectors): Row<"examples"> => ({
  ...row,
  query_attributes: [...row.query_attributes],
  query_clusters: [...row.query_clusters]
});
