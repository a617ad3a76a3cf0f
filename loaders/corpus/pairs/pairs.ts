/** A training pair (q_i, r_i): the first user message of a row and the answer to it (paper.md section 4). */
export interface Pair {
  source: string; // the chunk it belongs to
  query: string;
  response: string;
  file: string; // within the corpus
  line: number; // row number in its file, from 1
}

/** Columns that name the chunk of a row, unless another one is named. */
export const usualSources: readonly string[] = ["source", "dataset"];

export interface PairOptions {
  source?: string; // column that names the chunk; defaults to `source` or `dataset`, else the file's name
  sample?: number; // pairs to keep in all, drawn at random
  perSource?: number; // pairs to keep of each chunk, drawn at random
  seed?: number; // of the draw; defaults to 1
  promptsOnly?: boolean; // a row needs no response; it is then "-" (default false)
  files?: string[]; // globs: which files of a folder or hub data set
  endpoint?: string; // of the hub; defaults to HF_ENDPOINT or the public one
  revision?: string; // of a hub data set; defaults to main
  cache?: string; // folder for downloads
  signal?: AbortSignal;
  onProgress?: (progress: PairProgress) => void;
}

/** How far reading is. A sample takes two readings: `choose`, then `read`. Bytes are those of the stage. */
export interface PairProgress {
  stage: "download" | "choose" | "read";
  rows: number;
  kept: number;
  bytes: number;
  totalBytes: number | null;
}

/** Why a row is no pair. */
export const skipReasons = [
  "not-utf8",
  "not-json",
  "torn", // the file ends inside the row
  "too-long", // more than 64 MB
  "unknown-shape", // none of the shapes that are read
  "unknown-turn", // a turn before the answer that is not understood: its role, or a tool's result without its call
  "rejected", // its answer is marked as one that was not wanted
  "no-query",
  "no-response",
  "empty-file" // counted once a file; a corpus of empty files alone is an error
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** What a reader of the report must know beside its numbers. */
export interface CorpusNotes {
  shapes: {shape: string; rows: number}[]; // by name (shapes/); more than one: the corpus mixes shapes
  unnamed: number; // usable rows without the column that names the chunk: their chunk is named by the file
  unread: UnreadFiles[];
  notes: string[]; // the same in words, and what is proposed
}

/** Why a file of a corpus folder is not read. */
export const unreadReasons = [
  "not-data", // a kind of file that is not read
  "no-rows", // JSON that holds one object without rows, such as a data set's description
  "lfs-pointer", // Git LFS has not fetched it
  "dangling-link",
  "link-loop",
  "not-a-file" // a device, a pipe or a socket
] as const;
export type UnreadReason = (typeof unreadReasons)[number];

/** Files that were left out for one reason; a few of them by name. */
export interface UnreadFiles {
  reason: UnreadReason;
  count: number;
  examples: string[];
}

/** What a corpus holds: rows = kept + duplicates + sampledOut + skipped ones (empty files are no rows). */
export interface CorpusReport extends CorpusNotes {
  location: string;
  rows: number;
  kept: number;
  duplicates: number; // same chunk, query and response as a row before
  sampledOut: number;
  skipped: {reason: SkipReason; count: number; examples: {file: string; line: number; what?: string}[]}[];
  sources: {source: string; rows: number; kept: number}[]; // rows: usable ones, duplicates among them
  files: {file: string; rows: number}[];
  revision: string | null; // commit of a hub data set
}
