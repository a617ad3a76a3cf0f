import {rowsOf, type CountedRows, type Database, type SqlCondition} from "../ui/database.js";
import {sorts, conditionOf, type CandidateView} from "./filters.js";
import type {ListedCandidate} from "./candidateList.js";
import type {OpenCandidate} from "./candidateReader.js";

const idsAtOnce = 5000; // the engine takes a query and its parameters on its stack, which is small

/** Puts ids into a table of their own, from which queries can select. Returns its name. */
export async function keepIds(db: Database, table: string, ids: readonly number[]): Promise<string> {
  await db.query(`CREATE OR REPLACE TABLE ${table} (id INT)`);
  for (let from = 0; from < ids.length; from += idsAtOnce)
    await db.query(`INSERT INTO ${table} SELECT unnest(?::INT[])`, [
      `[${ids.slice(from, from + idsAtOnce).join(",")}]`
    ]);
  return table;
}

/** A page of the candidates that a view shows; `only` is a table of ids (`keepIds`) that keeps those in it. */
export async function candidatePage(
  db: Database,
  view: CandidateView,
  {pageSize, only}: {pageSize: number; only: string | null}
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
  {id, only}: {id: number; only: string | null}
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

function listedIn(view: CandidateView, only: string | null): SqlCondition {
  const {sql, parameters} = conditionOf(view);
  return {sql: only === null ? sql : `${sql} AND id IN (SELECT id FROM ${only})`, parameters};
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
