import {candidateKey, sampleKey} from "../shared/rowKey.js";
import type {Row} from "../shared/schema.js";
import type {ScoredAnswer} from "../shared/reviewQueue.js";
import {columnOf, type ColumnTable} from "../ui/columnTable.js";

/** Where reviewed answers come from. */
export const sources = ["candidates", "samples"] as const;
export type ReviewSource = (typeof sources)[number];

/** The scored answers of a study by rubric, of one source. */
export interface Population {
  source: ReviewSource;
  rubrics: string[];
  answersOf(rubric: string): ScoredAnswer[];
  keyOf(id: number): string; // says whether a row is still the same (rowKey.ts)
  promptOf(id: number): number; // row of its query: of a candidate its own, of a sample that of its prompt
}

export function candidatePopulation(candidates: ColumnTable): Population {
  return {
    ...answersIn(candidates, "candidates"),
    keyOf: (id) => candidateKey(candidates.get(id)!.toJSON() as Row<"candidates">),
    promptOf: (id) => id
  };
}

export function samplePopulation(samples: ColumnTable, prompts: readonly Row<"probe_prompts">[]): Population {
  const promptOf = columnOf<Row<"samples">, "prompt">(samples, "prompt");
  const queries = new Map(prompts.map(({id, query}) => [id, query]));
  return {
    ...answersIn(samples, "samples"),
    keyOf: (id) => sampleKey({...(samples.get(id)!.toJSON() as Row<"samples">), query: queries.get(promptOf(id))!}),
    promptOf
  };
}

function answersIn(table: ColumnTable, source: ReviewSource): Pick<Population, "source" | "rubrics" | "answersOf"> {
  const rubric = columnOf<Row<"samples">, "rubric">(table, "rubric");
  const score = columnOf<Row<"samples">, "score">(table, "score");
  const byRubric = new Map<string, ScoredAnswer[]>();
  for (let id = 0; id < table.numRows; id++) {
    const [name, value] = [rubric(id), score(id)];
    if (name === null || value === null) continue;
    const own = byRubric.get(name) ?? [];
    if (own.length === 0) byRubric.set(name, own);
    own.push({id, score: value});
  }
  return {source, rubrics: [...byRubric.keys()].sort(), answersOf: (name) => byRubric.get(name) ?? []};
}
