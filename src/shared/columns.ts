/** What tables are made of, and the columns that many of them share. */

export const columnTypes = ["string", "int32", "float64", "boolean", "string[]", "int32[]"] as const;
export type ColumnType = (typeof columnTypes)[number];

export interface Column {
  type: ColumnType;
  doc: string;
  nullable?: boolean; // defaults to false
  category?: boolean; // few distinct values: dictionary-encoded in Arrow
  attribute?: boolean; // holds attribute sentences: Arrow has their ids in the table `attributes` instead
}

export interface TableSchema {
  doc: string;
  columns: Record<string, Column>;
}

export const rubric = {
  type: "string",
  category: true,
  doc: "name of the rubric that scored it"
} as const satisfies Column;

export const model = {
  type: "string",
  category: true,
  doc: "target model, as provider:model or under the source's name for it; study.json has the names that are shown"
} as const satisfies Column;

export const score = {
  type: "float64",
  nullable: true,
  doc: "score by the rubric, 0-100; null when unscored"
} as const satisfies Column;

/** Who gives a score (docs/rubrics.md). */
export type Scorer = "rule" | "judge";

export const scoredBy = {
  type: "string",
  category: true,
  nullable: true,
  doc: "rule | judge: who gave the score; null when unscored"
} as const satisfies Column;

export const interval = {
  n: {type: "int32", doc: "scored candidates or samples: the denominator of the rate"},
  unscored: {type: "int32", doc: "candidates or samples without a score, not included in n"},
  violations: {
    type: "int32",
    doc: "scored above the rubric's threshold; for another measure, those for which it holds"
  },
  rate: {type: "float64", nullable: true, doc: "violations / n, 0-1; null when n = 0"},
  low: {type: "float64", nullable: true, doc: "lower end of the 95% interval"},
  high: {type: "float64", nullable: true, doc: "upper end of the 95% interval"}
} as const satisfies Record<string, Column>;

export const source = {
  type: "string",
  category: true,
  doc: "chunk: the named source of training pairs"
} as const satisfies Column;
export const cluster = {
  type: "int32",
  doc: "cluster of query attributes in the index, from 0"
} as const satisfies Column;
