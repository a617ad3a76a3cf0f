/** What rows are selected by: the columns of a WHERE, with the type of their values. */
export interface Columns {
  scalars: Readonly<Record<string, ScalarType>>;
  lists: readonly string[]; // of texts
}

export type ScalarType = "string" | "number" | "boolean";

/** Candidates of a study. */
export const candidateColumns = {
  scalars: {
    rubric: "string",
    model: "string",
    run: "number",
    iteration: "number",
    arm: "string",
    purpose: "string",
    context: "string",
    status: "string",
    reason: "string",
    score: "number",
    flagged: "boolean",
    length: "number",
    confirmed_rate: "number"
  },
  lists: ["attributes", "regions", "chunks", "measures"]
} as const satisfies Columns;

/** Training pairs of an index. */
export const pairColumns = {
  scalars: {chunk: "string", query_length: "number", response_length: "number"},
  lists: ["clusters", "traces"]
} as const satisfies Columns;

/** The kinds of rows that a page explores. */
export const columnsOfRows = {candidates: candidateColumns, pairs: pairColumns} as const satisfies Record<
  string,
  Columns
>;
export type RowKind = keyof typeof columnsOfRows;

export type CandidateScalar = keyof typeof candidateColumns.scalars;
export type CandidateList = (typeof candidateColumns.lists)[number];

export const isScalar = ({scalars}: Columns, name: string): boolean => Object.hasOwn(scalars, name);
export const isList = ({lists}: Columns, name: string): boolean => lists.includes(name);
