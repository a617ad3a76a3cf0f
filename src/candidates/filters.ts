import {arms, statuses, unscoredReasons} from "../shared/schema.js";

/** What the candidates page is looking at: filters, order, page and the candidate that is open. */
export interface CandidateView {
  rubric: string; // "" for all, as everywhere below
  model: string;
  run: string;
  arm: string;
  status: string;
  reason: string;
  least: string; // score
  most: string;
  attribute: string; // id
  text: string; // in the query
  sort: CandidateSort;
  page: number; // from 0
  open: number | null; // id
}

export const sorts = {
  score: "score DESC NULLS LAST, id",
  lowest: "score ASC NULLS LAST, id",
  order: "id",
  latest: "iteration DESC, run, slot, id"
} as const;
export type CandidateSort = keyof typeof sorts;

export const sortNames: Record<CandidateSort, string> = {
  score: "highest score first",
  lowest: "lowest score first",
  order: "in the order of the study",
  latest: "latest iteration first"
};

export const emptyView: CandidateView = {
  rubric: "",
  model: "",
  run: "",
  arm: "",
  status: "",
  reason: "",
  least: "",
  most: "",
  attribute: "",
  text: "",
  sort: "score",
  page: 0,
  open: null
};

const textKeys = ["rubric", "model", "run", "arm", "status", "reason", "least", "most", "attribute", "text"] as const;

/** The view that an address holds. What it does not say, or says wrong, is the default. */
export function readView(search: string): CandidateView {
  const given = new URLSearchParams(search);
  const view = {...emptyView};
  for (const key of textKeys) view[key] = given.get(key) ?? "";
  const sort = given.get("sort") ?? "";
  if (Object.hasOwn(sorts, sort)) view.sort = sort as CandidateSort;
  view.page = wholeNumber(given.get("page")) ?? 0;
  view.open = wholeNumber(given.get("open"));
  return clean(view);
}

/** A wrong value from an address must not reach a query. */
function clean(view: CandidateView): CandidateView {
  const oneOf = (value: string, all: readonly string[]) => (all.includes(value) ? value : "");
  const number = (value: string) => (value !== "" && Number.isFinite(Number(value)) ? value : "");
  return {
    ...view,
    arm: oneOf(view.arm, arms),
    status: oneOf(view.status, statuses),
    reason: oneOf(view.reason, unscoredReasons),
    run: String(wholeNumber(view.run) ?? ""),
    attribute: String(wholeNumber(view.attribute) ?? ""),
    least: number(view.least),
    most: number(view.most)
  };
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** The address of a view: only what is not the default. */
export function writeView(view: CandidateView): string {
  const said = new URLSearchParams();
  for (const key of textKeys) if (view[key] !== "") said.set(key, view[key]);
  if (view.sort !== emptyView.sort) said.set("sort", view.sort);
  if (view.page > 0) said.set("page", String(view.page));
  if (view.open !== null) said.set("open", String(view.open));
  const text = said.toString();
  return text === "" ? "" : `?${text}`;
}

export interface SqlCondition {
  sql: string;
  parameters: (string | number)[];
}

/** The rows of `candidates` that a view shows, as a condition with parameters: user text never becomes SQL. */
export function whereOf(view: CandidateView): SqlCondition {
  const conditions: string[] = [];
  const parameters: (string | number)[] = [];
  const add = (condition: string, value: string | number) => {
    conditions.push(condition);
    parameters.push(value);
  };
  for (const key of ["rubric", "model", "arm", "status", "reason"] as const)
    if (view[key] !== "") add(`${key} = ?`, view[key]);
  if (view.run !== "") add("run = ?", Number(view.run));
  if (view.least !== "") add("score >= ?", Number(view.least));
  if (view.most !== "") add("score <= ?", Number(view.most));
  if (view.attribute !== "") add("list_contains(attributes, ?::INT)", Number(view.attribute));
  if (view.text !== "") add("contains(lower(query), lower(?))", view.text);
  return {sql: conditions.length === 0 ? "TRUE" : conditions.join(" AND "), parameters};
}
