/** The parts of an index's making, in their order. */
export const indexStages = ["corpus", "attributes", "embeddings", "clusters", "summaries", "check", "tables"] as const;
export type IndexStage = (typeof indexStages)[number];

export interface StageState {
  stage: IndexStage;
  state: "waiting" | "running" | "finished";
  fingerprint: string | null; // of all that it depends on: a finished stage of the same fingerprint is not redone
  seconds: number | null; // that it took
}

/** How the map of clusters was laid out: neighbourhoods kept, or the directions of most variance. */
export type MapMethod = "umap" | "pca";

/** What an index says about itself: `data/indexes/<index>/index.json`. Carries no text of the corpus. */
export interface IndexManifest {
  version: 1;
  name: string;
  origin: "own" | "lab" | "imported";
  corpus: string; // where the pairs came from
  state: "running" | "stopped" | "failed" | "finished";
  error: string | null;
  updated: string; // ISO date
  stages: StageState[];
  settings: Record<string, unknown>; // as asked for
  pairs: number; // kept
  rows: number; // read
  duplicates: number;
  sampledOut: number;
  skipped: {reason: string; count: number; examples: {file: string; line: number; what?: string}[]}[];
  shapes?: {shape: string; rows: number}[]; // of the rows; absent in an index of an earlier version, as the next two
  unnamed?: number; // rows without a column that names their chunk
  unread?: {reason: string; count: number; examples: string[]}[]; // files of the corpus
  sources: {source: string; rows: number; kept: number}[]; // chunks
  extractor: string; // "local v2" or provider:model
  unusable: Record<string, number>; // pairs without attributes of a side, by reason
  attributes: {queries: number; responses: number}; // distinct
  embedding: {model: string; dimension: number; stripHead: boolean; centred: boolean} | null;
  clusters: number;
  map?: MapMethod; // absent before the tables are there
  clustering: {iterations: number; inertia: number; empty: number} | null;
  summaries: string; // "medoid", or provider:model
  /** Clusters with their medoid as summary because a model's answer could not be used, by reason. */
  unusableSummaries?: Record<string, number>;
  check: {model: string; asked: number; accepted: number; unusable: number} | null; // held-out members
  spend: {calls: number; cost: number | null}; // US dollars; null when a price is unknown
  notes: string[];
  tables: string; // changes whenever the tables do
  packageVersion: string;
}
