import type {CodedTable} from "./codedTable.js";
import {anyOf} from "./condition.js";
import {barsOf, binsOf, listOf, type Dimension} from "./dimension.js";
import {rangesOfLengths} from "./ranges.js";

/** The dimensions in which the training pairs of an index differ, in the order of the page. */
export function pairDimensions({columns, lists}: CodedTable): Dimension[] {
  const lengths = (name: "query_length" | "response_length", title: string): Dimension =>
    binsOf(name, title, rangesOfLengths(columns[name]!.values));
  const ofScalars = [
    barsOf("chunk", "Chunks", columns.chunk!.values),
    lengths("query_length", "Query length (characters)"),
    lengths("response_length", "Response length (characters)")
  ].filter(({size}) => size > 1);
  const ofLists = [
    listOf("traces", "Hits of a trace", lists.traces!, anyOf),
    listOf("clusters", "Clusters of the query", lists.clusters!, anyOf)
  ].filter(({size}) => size > 0);
  return [...ofScalars, ...ofLists];
}
