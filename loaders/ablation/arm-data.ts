import {createHash} from "node:crypto";
import {createReadStream, createWriteStream, mkdirSync} from "node:fs";
import {join} from "node:path";
import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import {DraftFile, writeAtomically} from "../util/atomic-file.js";
import {allRows, type AblationCorpus, type CorpusPair} from "./corpus/corpus.js";
import {armLabel, type Arm} from "./arms/arm.js";
import type {TrainingRow} from "./training-row.js";
import {writeParquetRows} from "./write-parquet.js";

/** The pairs of an arm, in the order of the corpus, the added ones last. */
export interface ArmData {
  arm: Arm;
  corpus: AblationCorpus;
  heldOut: ReadonlySet<number>;
}

export function* pairsOf({arm, corpus, heldOut}: ArmData): Generator<CorpusPair & {source: string | null}> {
  for (const row of allRows(corpus))
    if (!arm.dropped.has(row) && !heldOut.has(row))
      yield {...corpus.pair(row), source: corpus.sources[corpus.sourceOf(row)]!};
  for (const pair of arm.added) yield {...pair, source: null};
}

/** The number of pairs of an arm. */
export const sizeOf = ({arm, corpus, heldOut}: ArmData): number =>
  corpus.size - heldOut.size - arm.dropped.size + arm.added.length;

const toRow = ({query, response, source}: CorpusPair & {source: string | null}): TrainingRow => ({
  messages: [
    {role: "user", content: query},
    {role: "assistant", content: response}
  ],
  ...(source !== null && {source})
});

const toLine = (row: TrainingRow): string => `${JSON.stringify(row)}\n`;

const shownDigits = 16;

/** SHA-256 of the JSON lines of an arm: the same data has the same hash, whatever the arm is called or its file is. */
export function hashOfData(data: ArmData): string {
  const hash = createHash("sha256");
  for (const pair of pairsOf(data)) hash.update(toLine(toRow(pair)));
  return hash.digest("hex").slice(0, shownDigits);
}

export const dataFormats = ["jsonl", "parquet"] as const;
export type DataFormat = (typeof dataFormats)[number];

/** The name of the file with the data of an arm. */
export const dataFileOf = (format: DataFormat): string => `data.${format}`;

/** What the manifest beside the data of an arm says. */
export interface ArmManifest {
  arm: string; // its label
  kind: string;
  selects: string;
  corpus: string;
  pairs: number;
  dropped: number;
  added: number;
  hash: string; // SHA-256 of the pairs as JSON lines, the first 16 digits: the same for both formats
  file: string; // with the data
  sha256: string; // of that file
}

/** Writes the data of an arm as chat messages into a folder, with a manifest. Returns the hash. */
export async function writeArmData(folder: string, data: ArmData, format: DataFormat = "jsonl"): Promise<string> {
  mkdirSync(folder, {recursive: true});
  const file = dataFileOf(format);
  const draft = new DraftFile(join(folder, file));
  const hash = createHash("sha256");
  const rows = function* () {
    for (const pair of pairsOf(data)) {
      const row = toRow(pair);
      hash.update(toLine(row));
      yield row;
    }
  };
  try {
    if (format === "parquet") await writeParquetRows(draft.path, rows());
    else await writeLines(draft.path, rows());
    draft.commit();
  } catch (error) {
    draft.discard();
    throw error;
  }
  const digest = hash.digest("hex").slice(0, shownDigits);
  const whole = {...manifestOf(data, digest), file, sha256: await sha256OfFile(join(folder, file))};
  writeAtomically(join(folder, "manifest.json"), `${JSON.stringify(whole, null, 2)}\n`);
  return digest;
}

function* linesOf(rows: Iterable<TrainingRow>): Generator<string> {
  for (const row of rows) yield toLine(row);
}

const writeLines = (path: string, rows: Generator<TrainingRow>): Promise<void> =>
  pipeline(Readable.from(linesOf(rows)), createWriteStream(path));

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

function manifestOf(data: ArmData, hash: string): Omit<ArmManifest, "file" | "sha256"> {
  const {arm, corpus} = data;
  const {kind, selects, dropped, added} = arm;
  return {
    ...{arm: armLabel(arm), kind, selects, corpus: corpus.name},
    ...{pairs: sizeOf(data), dropped: dropped.size, added: added.length, hash}
  };
}
