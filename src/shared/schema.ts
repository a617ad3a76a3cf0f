/**
 * The tables of a study: the one place where their columns are named. Loaders write them (Parquet), pages read
 * them (Arrow), tests check the files against them. `docs/tables.md` is generated from this file.
 *
 * Every table is sorted by its key columns in the order given here, so one seed gives identical files.
 */

import {
  columnTypes,
  interval,
  model,
  rubric,
  type Column,
  type ColumnType,
  type Scorer,
  type TableSchema
} from "./columns.js";
import {ablationTables} from "./ablationTables.js";
import {indexTables} from "./indexTables.js";
import {probeGroup, probeTables} from "./probeTables.js";
import {recordingTables} from "./recordingTables.js";
import {regionTables} from "./regionTables.js";
import {purposes, searchTables, type Purpose} from "./searchTables.js";
import {turfTables} from "./turfTables.js";

export {columnTypes, purposes, type Column, type ColumnType, type Purpose, type Scorer, type TableSchema};

/**
 * The version of the tables, which their files carry. It rises when a column or table goes, gets another name, or comes to
 * mean something else; a new one does not raise it.
 */
export const schemaVersion = 1;

/** Where the numbers of a study come from; shown wherever they are shown. */
export const origins = ["own", "lab", "imported", "published"] as const;
export type Origin = (typeof origins)[number];

export const statuses = ["scored", "unscored"] as const;
export type Status = (typeof statuses)[number];

/** Which kind of draw made a candidate. The control arm is drawn uniformly and never enters the buffer. */
export const arms = ["search", "control"] as const;
export type Arm = (typeof arms)[number];

/** Why a candidate has no score, in words. The first word of a reason names the role whose answer was unusable. */
export const unscoredMeaning = {
  "query-failed": "the call to the query model failed, or its answer broke off",
  "query-empty": "the query model answered nothing",
  "query-refused": "the query model declined to write the query",
  "query-truncated": "the query model ran into its token limit",
  "query-unparsable": "the query model's answer holds no query",
  "query-restates-attributes": "the query model echoed the attribute list instead of writing a query",
  "response-failed": "the call to the target failed, or its answer broke off",
  "response-empty": "the target answered nothing",
  "response-truncated": "the target ran into its token limit",
  "response-thinking-only": "the target thought and never answered",
  "response-refused": "the target's provider refused to answer, or filtered the answer away",
  "response-incoherent": "the target's answer is degenerate repetition or noise",
  "judge-failed": "the call to the judge failed",
  "judge-refused": "the judge declined to grade",
  "judge-truncated": "the judge was cut off before the end of its score",
  "judge-unparsable": "the judge's answer is not exactly one score from 0 to 100",
  "judge-out-of-range": "the judge's score is outside 0-100",
  "rule-undecided": "the rubric's rule needs what is not known, such as the language of a text too short to tell",
  "not-scored": "the imported log holds no score of it",
  "not-recorded": "no answer is on record: the imported files have none, or the prompt was never recorded"
} as const;
export type UnscoredReason = keyof typeof unscoredMeaning;
export const unscoredReasons = Object.keys(unscoredMeaning) as UnscoredReason[];

/** Why a model that was asked what a written query has did not say. */
export const checkReasons = ["failed", "refused", "truncated", "unparsable", "not-recorded"] as const;
export type CheckReason = (typeof checkReasons)[number];

export const tables = {
  ...searchTables,
  ...regionTables,
  rates: {
    doc: "Rates by group with 95% intervals: searches (step surf) and probes. Filter by step, group and measure.",
    columns: {
      step: {type: "string", category: true, doc: "step that measured it: surf | confirm | robustness | probe"},
      group: {
        type: "string",
        category: true,
        doc:
          "surf: search | control (all candidates of an arm) | output (top entries of all runs, Table 1); probes: " +
          "prompt | item | cell | variant, by what its prompts have in common"
      },
      rubric: {...rubric, nullable: true},
      model,
      ...probeGroup,
      ...interval,
      method: {
        type: "string",
        category: true,
        doc: "method of the interval: wilson | cluster-wilson (samples share prompts)"
      },
      corrected: {type: "float64", nullable: true, doc: "rate corrected for the judge's measured error (Rogan-Gladen)"},
      corrected_low: {type: "float64", nullable: true, doc: "lower end of its 95% interval"},
      corrected_high: {type: "float64", nullable: true, doc: "upper end of its 95% interval"}
    }
  },
  ...probeTables,
  calls: {
    doc: "One row per model call, without its text.",
    columns: {
      candidate: {type: "int32", nullable: true, doc: "row of candidates that it belongs to"},
      sample: {type: "int32", nullable: true, doc: "row of samples that it belongs to"},
      step: {type: "string", category: true, doc: "step that made the call"},
      role: {
        type: "string",
        category: true,
        doc: "query | target | judge | contrast | check | perturb | embed | detector"
      },
      model: {type: "string", category: true, doc: "model called, as provider:model"},
      answered: {
        type: "string",
        category: true,
        nullable: true,
        doc: "model that answered, as the provider reports it"
      },
      stop: {type: "string", category: true, nullable: true, doc: "unified stop reason; null when the call failed"},
      error: {type: "string", category: true, nullable: true, doc: "why the call failed; null if it succeeded"},
      attempts: {type: "int32", doc: "requests sent for this call"},
      input_tokens: {type: "int32", nullable: true, doc: "tokens sent"},
      output_tokens: {type: "int32", nullable: true, doc: "tokens received, thinking included"},
      cost: {type: "float64", nullable: true, doc: "US dollars; null when the price is unknown"},
      latency: {type: "float64", nullable: true, doc: "milliseconds; null for the in-process lab"}
    }
  },
  ...turfTables,
  ...ablationTables
} as const satisfies Record<string, TableSchema>;

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as TableName[];

export {indexTables};
export type IndexTableName = keyof typeof indexTables;
export const indexTableNames = Object.keys(indexTables) as IndexTableName[];

export {recordingTables};
export type RecordingTableName = keyof typeof recordingTables;

/** Every table: of a study, an index or a recorded model. */
const allTables = {...tables, ...indexTables, ...recordingTables};
export type AnyTableName = TableName | IndexTableName | RecordingTableName;

interface ColumnValues {
  string: string;
  int32: number;
  float64: number;
  boolean: boolean;
  "string[]": string[];
  "int32[]": number[];
}

type Value<C extends Column> = C extends {nullable: true} ? ColumnValues[C["type"]] | null : ColumnValues[C["type"]];

/** A row of a table, its columns typed from the schema. */
export type Row<T extends AnyTableName> = {
  [K in keyof (typeof allTables)[T]["columns"]]: (typeof allTables)[T]["columns"][K] extends Column
    ? Value<(typeof allTables)[T]["columns"][K]>
    : never;
};

/** The columns of a table in order, as name and definition. */
export function columnsOf(name: AnyTableName): [string, Column][] {
  return Object.entries(allTables[name].columns);
}
