import {createRandom} from "../../loaders/util/random.js";
import {ColumnCoder, ListCoder, tableOf, type CodedTable} from "../shared/explore/codedTable.js";
import {candidateColumns, pairColumns, type CandidateList, type CandidateScalar} from "../shared/explore/columns.js";
import type {Value} from "../shared/explore/condition.js";
import {unscoredReasons} from "../shared/schema.js";

export const rubrics = ["code", "it's", "refusal"];
export const models = ["lab:target", "http://127.0.0.1:9/v1:other"];
export const attributes = Array.from({length: 30}, (_, i) => `The query is of kind ${i}.`);

/** Candidates drawn at random, of every kind that a study has. */
export function randomTable(rows: number, seed = 1): CodedTable {
  const random = createRandom(seed);
  const below = (end: number): number => Math.floor(random() * end);
  const among = <T>(values: readonly T[]): T => values[below(values.length)]!;
  const columns = new Map(
    (Object.keys(candidateColumns.scalars) as CandidateScalar[]).map((name) => [name, new ColumnCoder(rows)])
  );
  const lists = {attributes: new ListCoder(rows), regions: new ListCoder(rows), chunks: new ListCoder(rows)};
  const measures = new ListCoder(rows);
  for (let row = 0; row < rows; row++) {
    const score = random() < 0.1 ? null : below(1001) / 10;
    const values: Record<CandidateScalar, Value> = {
      ...{rubric: among(rubrics), model: among(models), run: 1 + below(3), iteration: 1 + below(20)},
      ...{arm: random() < 0.2 ? "control" : "search", purpose: random() < 0.3 ? null : "explore", context: null},
      ...{status: score === null ? "unscored" : "scored", reason: score === null ? among(unscoredReasons) : null},
      ...{score, flagged: score !== null && score > 70, length: random() < 0.05 ? null : below(3000)},
      confirmed_rate: random() < 0.9 ? null : below(21) / 20
    };
    for (const [name, column] of columns) column.add(values[name]);
    lists.attributes.add(new Set(Array.from({length: below(6)}, () => among(attributes))));
    lists.regions.add(random() < 0.2 ? ["code-region-1"] : []);
    lists.chunks.add(random() < 0.05 ? ["it's a chunk"] : []);
    measures.addWeighted(new Map(random() < 0.1 ? [["confirm: code", {clean: below(300), violating: below(20)}]] : []));
  }
  return tableOf(
    "candidates",
    rows,
    (name) => columns.get(name as CandidateScalar)!.finish(),
    (name) =>
      name === "measures" ? measures.finishWeighted() : lists[name as Exclude<CandidateList, "measures">].finish()
  );
}

/** Training pairs drawn at random, some without a cluster. */
export function randomPairs(rows: number, seed = 1): CodedTable {
  const random = createRandom(seed);
  const below = (end: number): number => Math.floor(random() * end);
  const columns = new Map(Object.keys(pairColumns.scalars).map((name) => [name, new ColumnCoder(rows)]));
  const lists = new Map(pairColumns.lists.map((name) => [name, new ListCoder(rows)]));
  for (let row = 0; row < rows; row++) {
    columns.get("chunk")!.add(["maths", "it's code", "stories"][below(3)]!);
    columns.get("query_length")!.add(below(500));
    columns.get("response_length")!.add(below(5000));
    lists.get("clusters")!.add(new Set(Array.from({length: below(5)}, () => String(below(30) * below(4)))));
    lists.get("traces")!.add(random() < 0.05 ? ["lab/code-1"] : []);
  }
  return tableOf(
    "pairs",
    rows,
    (name) => columns.get(name)!.finish(),
    (name) => lists.get(name as "clusters" | "traces")!.finish()
  );
}
