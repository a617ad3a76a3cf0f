import type {Plan, PlanOptions, Unit} from "../../engine/unit.js";
import type {IndexSettings} from "../../turf/index/parts.js";

/** What a unit of an index does; docs/cluster.md has them in order. */
export type IndexTask =
  | {task: "corpus" | "attributes" | "vectors" | "train" | "centre" | "gather"}
  | {task: ShardTask; shard: number}
  | {task: "assign"; round: number; shard: number}
  | {task: "move"; round: number};

/** What is done for every shard once. */
export type ShardTask =
  | "extract"
  | "distinct"
  | "number"
  | "slots"
  | "embed"
  | "code"
  | "weigh"
  | "sum"
  | "near"
  | "members"
  | "rows"
  | "typical";

export type IndexUnit = Unit & IndexTask;

export interface IndexPlan extends Plan<IndexUnit> {
  index: IndexRequest; // as it was asked for
  options: IndexPlanOptions;
}

export interface IndexPlanOptions extends PlanOptions {
  shards: number;
}

/** An index to be made from a corpus. */
export interface IndexRequest {
  name: string;
  corpus: string; // an absolute path, or hf:owner/name
  files: string[] | null; // globs of the files to read in it; null: all
  settings: IndexSettings;
}
