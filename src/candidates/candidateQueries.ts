import {rowsOf, type CountedRows, type Database} from "../ui/database.js";
import {sorts, conditionOf, type CandidateView} from "./filters.js";
import type {ListedCandidate} from "./candidateList.js";
import type {OpenCandidate} from "./candidateReader.js";

/** A page of the candidates that a view shows; `only` keeps those with these ids. */
export async function candidatePage(
  db: Database,
  view: CandidateView,
  {pageSize, only}: {pageSize: number; only: readonly number[] | null}
): Promise<CountedRows<ListedCandidate>> {
  const {sql, parameters} = conditionOf(view);
  const condition = only === null ? sql : `${sql} AND list_contains([${only.join(",")}]::INT[], id)`;
  const rows = await rowsOf<ListedCandidate & {total: number}>(
    db,
    `SELECT id, score, flagged, reason, rubric, run, iteration, arm, query, count(*) OVER ()::INT AS total
     FROM candidates WHERE ${condition} ORDER BY ${sorts[view.sort]} LIMIT ${pageSize} OFFSET ${view.page * pageSize}`,
    parameters
  );
  return {rows, total: rows[0]?.total ?? 0};
}

/** One candidate with its attributes in words. Rejects when there is none with this id. */
export async function readCandidate(db: Database, id: number): Promise<OpenCandidate> {
  type Ids = Omit<OpenCandidate, "attributes" | "met" | "weighted"> & {
    attributes: Iterable<number>;
    met: Iterable<number>;
    weighted: Iterable<number>;
  };
  const [row] = await rowsOf<Ids>(db, "SELECT * FROM candidates WHERE id = ?", [id]);
  if (row === undefined) throw new Error("there is no such candidate");
  const ids = [...row.attributes, ...row.met];
  const names = await rowsOf<{id: number; attribute: string}>(
    db,
    `SELECT id, attribute FROM attributes WHERE id IN (${[-1, ...ids].join(", ")})`
  );
  const sentence = new Map(names.map(({id, attribute}) => [id, attribute]));
  const named = (list: Iterable<number>) => [...list].map((attribute) => sentence.get(attribute) ?? "");
  return {...row, attributes: named(row.attributes), met: named(row.met), weighted: named(row.weighted)};
}
