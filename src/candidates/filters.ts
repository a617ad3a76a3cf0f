import {candidateOrders} from "../explore/candidateOrders.js";
import {allOf, type Condition} from "../shared/explore/condition.js";
import {arms, statuses, unscoredReasons} from "../shared/schema.js";
import {addressOf, wholeNumber} from "../ui/address.js";
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

export type CandidateSort = keyof typeof candidateOrders;

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
    sort: Object.hasOwn(candidateOrders, view.sort) ? view.sort : emptyView.sort
  };
}

/** The attributes that a candidate's query counts as having: of a prompt those it has, else those that were drawn. */
export const had = "CASE WHEN coverage IS NULL THEN attributes ELSE met END";

/** All that decides which candidates a view keeps, as a text to compare. */
export function filtersOf({page: _page, open: _open, sort: _sort, ...filters}: CandidateView): string {
  return JSON.stringify(filters);
}

/** The candidates that a view keeps, apart from texts in them. Attributes are sentences by id. */
export function conditionOf(view: CandidateView, attributes: ReadonlyMap<number, string>): Condition {
  const parts: Condition[] = [];
  for (const column of ["rubric", "model", "arm", "status", "reason"] as const)
    if (view[column] !== "") parts.push({op: "compare", column, by: "=", value: view[column]});
  if (view.run !== "") parts.push({op: "compare", column: "run", by: "=", value: Number(view.run)});
  if (view.least !== "") parts.push({op: "compare", column: "score", by: ">=", value: Number(view.least)});
  if (view.most !== "") parts.push({op: "compare", column: "score", by: "<=", value: Number(view.most)});
  if (view.attribute !== "")
    parts.push({op: "has", column: "attributes", value: attributes.get(Number(view.attribute)) ?? ""});
  return allOf(parts);
}
