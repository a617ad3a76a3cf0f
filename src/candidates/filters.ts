import {arms, statuses, unscoredReasons} from "../shared/schema.js";
import {addressOf, wholeNumber} from "../ui/address.js";
import type {SqlCondition} from "../ui/database.js";
import type {ListView} from "../ui/listReader.js";

/** What the candidates page is looking at: filters, order, page and the candidate that is open. */
export interface CandidateView extends ListView {
  rubric: string; // "" for all, as everywhere below
  model: string;
  run: string;
  arm: string;
  status: string;
  reason: string;
  least: string; // the lowest score
  most: string; // the highest score
  attribute: string; // id
  text: string; // in the query
  response: string; // text in the response
  sort: CandidateSort;
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
  response: "",
  sort: "score",
  page: 0,
  open: null
};

/** The view in the address of the candidates page. */
export const candidateAddress = addressOf(emptyView, {clean});

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
    most: number(view.most),
    sort: Object.hasOwn(sorts, view.sort) ? view.sort : emptyView.sort
  };
}

/** The attributes that a candidate's query counts as having: of a prompt those it has, else those that were drawn. */
export const had = "CASE WHEN coverage IS NULL THEN attributes ELSE met END";

/**
 * The rows of `candidates` that a view shows, as a condition with parameters: user text never becomes SQL. A text in the
 * response is not among them: the table has no responses.
 */
export function conditionOf(view: CandidateView): SqlCondition {
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
  if (view.attribute !== "") add(`list_contains(${had}, ?::INT)`, Number(view.attribute));
  if (view.text !== "") add("contains(lower(query), lower(?))", view.text);
  return {sql: conditions.length === 0 ? "TRUE" : conditions.join(" AND "), parameters};
}
