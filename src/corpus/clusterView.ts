import {addressOf} from "../ui/address.js";
import type {SqlCondition} from "../ui/database.js";
import type {ListView} from "../ui/listReader.js";

/** What the table of an index's clusters is looking at; the address holds it. */
export interface ClusterView extends ListView {
  text: string; // in the summary
  source: string; // chunk that most of its pairs come from; "" for all
  sort: ClusterSort;
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

export const emptyClusterView: ClusterView = {text: "", source: "", sort: "pairs", page: 0, open: null};

/** The view in the address of an index's page. */
export const clusterAddress = addressOf(emptyClusterView, {
  names: {open: "cluster"},
  clean: (view) => ({...view, sort: Object.hasOwn(clusterSorts, view.sort) ? view.sort : emptyClusterView.sort})
});

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
