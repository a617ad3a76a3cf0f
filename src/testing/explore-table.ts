import {createRandom} from "../../loaders/util/random.js";
import {ColumnCoder, ListCoder, tableOf, type CodedTable} from "../shared/explore/codedTable.js";
import {scalarNames, type ScalarName, type Value} from "../shared/explore/condition.js";
import {unscoredReasons} from "../shared/schema.js";

export const rubrics = ["code", "it's", "refusal"];
export const models = ["lab:target", "http://127.0.0.1:9/v1:other"];
export const attributes = Array.from({length: 30}, (_, i) => `The query is of kind ${i}.`);

/** Candidates drawn at random, of every kind that a study has. */
export function randomTable(rows: number, seed = 1): CodedTable {
  const random = createRandom(seed);
  const below = (end: number): number => Math.floor(random() * end);
  const among = <T>(values: readonly T[]): T => values[below(values.length)]!;
  const columns = new Map(scalarNames.map((name) => [name, new ColumnCoder(rows)]));
  const lists = {attributes: new ListCoder(rows), regions: new ListCoder(rows), chunks: new ListCoder(rows)};
  for (let row = 0; row < rows; row++) {
    const score = random() < 0.1 ? null : below(1001) / 10;
    const values: Record<ScalarName, Value> = {
      ...{rubric: among(rubrics), model: among(models), run: 1 + below(3), iteration: 1 + below(20)},
      ...{arm: random() < 0.2 ? "control" : "search", purpose: random() < 0.3 ? null : "explore", context: null},
      ...{status: score === null ? "unscored" : "scored", reason: score === null ? among(unscoredReasons) : null},
      ...{score, flagged: score !== null && score > 70, length: random() < 0.05 ? null : below(3000)}
    };
    for (const [name, column] of columns) column.add(values[name]);
    lists.attributes.add(new Set(Array.from({length: below(6)}, () => among(attributes))));
    lists.regions.add(random() < 0.2 ? ["code-region-1"] : []);
    lists.chunks.add(random() < 0.05 ? ["it's a chunk"] : []);
  }
  return tableOf(
    rows,
    (name) => columns.get(name)!.finish(),
    (name) => lists[name].finish()
  );
}
