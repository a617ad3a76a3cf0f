import type {SqlCondition} from "../candidates/filters.js";

/** What the table of an index's clusters is looking at; the address holds it. */
export interface ClusterView {
  text: string; // in the summary
  source: string; // chunk that most of its pairs come from; "" for all
  sort: ClusterSort;
  page: number; // from 0
  cluster: number | null; // id of the open one
}

export const clusterSorts = {
  pairs: "pairs DESC, id",
  size: "size DESC, id",
  purity: "purity DESC NULLS LAST, pairs DESC, id",
  id: "id"
} as const;
export type ClusterSort = keyof typeof clusterSorts;

export const clusterSortNames: Record<ClusterSort, string> = {
  pairs: "most pairs first",
  size: "most attributes first",
  purity: "purest first",
  id: "by number"
};

export const emptyClusterView: ClusterView = {text: "", source: "", sort: "pairs", page: 0, cluster: null};

/** The view that an address holds. What it does not say, or says wrong, is the default. */
export function readClusterView(search: string): ClusterView {
  const given = new URLSearchParams(search);
  const sort = given.get("sort") ?? "";
  return {
    text: given.get("text") ?? "",
    source: given.get("source") ?? "",
    sort: Object.hasOwn(clusterSorts, sort) ? (sort as ClusterSort) : "pairs",
    page: wholeNumber(given.get("page")) ?? 0,
    cluster: wholeNumber(given.get("cluster"))
  };
}

const wholeNumber = (text: string | null): number | null =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;

/** The address of a view: only what is not the default. */
export function writeClusterView(view: ClusterView): string {
  const said = new URLSearchParams();
  for (const [key, value] of Object.entries(view))
    if (value !== emptyClusterView[key as keyof ClusterView]) said.set(key, String(value));
  const text = said.toString();
  return text === "" ? "" : `?${text}`;
}

/** The rows of `corpus_clusters` that a view shows: a reader's text never becomes SQL. */
export function clustersWhere({text, source}: ClusterView): SqlCondition {
  const conditions: [string, string][] = [
    ["contains(lower(summary), lower(?))", text],
    ["source = ?", source]
  ];
  const said = conditions.filter(([, value]) => value !== "");
  return {
    sql: said.length === 0 ? "TRUE" : said.map(([condition]) => condition).join(" AND "),
    parameters: said.map(([, value]) => value)
  };
}
