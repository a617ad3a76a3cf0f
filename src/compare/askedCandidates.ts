import type {Row} from "../shared/schema.js";
import {columnOf, type ColumnTable} from "../ui/columnTable.js";
import {isOnSide, type Side} from "./sides.js";

/** A candidate of a side that has a query, with what a comparison needs of it. */
export interface AskedCandidate {
  id: number; // its row
  rubric: string;
  model: string;
  context: string | null;
  query: string;
  score: number | null;
  flag: boolean | null; // null without a score
}

/** The candidates of a side, one after another: all of them as objects would be too many. */
export function* askedCandidates(candidates: ColumnTable | null, side: Side): Generator<AskedCandidate> {
  if (candidates === null) return;
  const of = <K extends keyof Row<"candidates">>(name: K) => columnOf<Row<"candidates">, K>(candidates, name);
  const [rubric, model, run, query] = [of("rubric"), of("model"), of("run"), of("query")];
  const [context, score, flagged] = [of("context"), of("score"), of("flagged")];
  for (let id = 0; id < candidates.numRows; id++) {
    const asked = query(id);
    if (asked === null || !isOnSide({model: model(id), run: run(id)}, side)) continue;
    const value = score(id);
    const flag = value === null ? null : flagged(id);
    yield {id, rubric: rubric(id), model: model(id), context: context(id), query: asked, score: value, flag};
  }
}
