import {rowsOf, type CountedRows, type Database, type SqlCondition} from "../ui/database.js";
import {sorts, conditionOf, type CandidateView} from "./filters.js";
import type {ListedCandidate} from "./candidateList.js";
import type {OpenCandidate} from "./candidateReader.js";

/** A page of the candidates that a view shows; `only` keeps those with these ids. */
export async function candidatePage(
  db: Database,
  view: CandidateView,
  {pageSize, only}: {pageSize: number; only: readonly number[] | null}
): Promise<CountedRows<ListedCandidate>> {
  const {sql, parameters} = listedIn(view, only);
  const rows = await rowsOf<ListedCandidate & {total: number}>(
    db,
    `SELECT id, score, flagged, reason, rubric, run, iteration, arm, query, count(*) OVER ()::INT AS total
     FROM candidates WHERE ${sql} ORDER BY ${sorts[view.sort]} LIMIT ${pageSize} OFFSET ${view.page * pageSize}`,
    parameters
  );
  return {rows, total: rows[0]?.total ?? 0};
}

/** The place of a candidate in the list of a view, from 0; null: it is not in it. */
export async function candidatePlace(
  db: Database,
  view: CandidateView,
  {id, only}: {id: number; only: readonly number[] | null}
): Promise<number | null> {
  const {sql, parameters} = listedIn(view, only);
  const [found] = await rowsOf<{place: number}>(
    db,
    `SELECT place FROM (SELECT id, (row_number() OVER (ORDER BY ${sorts[view.sort]}) - 1)::INT AS place FROM candidates
     WHERE ${sql}) WHERE id = ?`,
    [...parameters, id]
  );
  return found?.place ?? null;
}

/** Ids are one parameter: a hundred thousand of them as SQL would be more than the engine's stack holds. */
function listedIn(view: CandidateView, only: readonly number[] | null): SqlCondition {
  const {sql, parameters} = conditionOf(view);
  if (only === null) return {sql, parameters};
  return {sql: `${sql} AND id IN (SELECT unnest(?::INT[]))`, parameters: [...parameters, `[${only.join(",")}]`]};
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
