import {createHash} from "node:crypto";
import {createWriteStream, mkdirSync} from "node:fs";
import {join} from "node:path";
import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import {DraftFile, writeAtomically} from "../util/atomic-file.js";
import {allRows, type AblationCorpus, type CorpusPair} from "./corpus/corpus.js";
import {armLabel, type Arm} from "./arms/arm.js";

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

/** A pair as a line of chat messages, which trainers read as they are. */
const toLine = ({query, response, source}: CorpusPair & {source: string | null}): string => {
  const messages = [
    {role: "user", content: query},
    {role: "assistant", content: response}
  ];
  return `${JSON.stringify(source === null ? {messages} : {messages, source})}\n`;
};

const shownDigits = 16;

/** SHA-256 of the lines of an arm: the same data has the same hash, whatever the arm is called. */
export function hashOfData(data: ArmData): string {
  const hash = createHash("sha256");
  for (const pair of pairsOf(data)) hash.update(toLine(pair));
  return hash.digest("hex").slice(0, shownDigits);
}

/** What the manifest beside the data of an arm says. */
export interface ArmManifest {
  arm: string; // its label
  kind: string;
  selects: string;
  corpus: string;
  pairs: number;
  dropped: number;
  added: number;
  hash: string; // SHA-256 of data.jsonl, the first 16 digits
}

export const dataFile = "data.jsonl";

/** Writes the data of an arm as chat messages into a folder, with a manifest. Returns the hash. */
export async function writeArmData(folder: string, data: ArmData): Promise<string> {
  mkdirSync(folder, {recursive: true});
  const draft = new DraftFile(join(folder, dataFile));
  const hash = createHash("sha256");
  const lines = function* () {
    for (const pair of pairsOf(data)) {
      const line = toLine(pair);
      hash.update(line);
      yield line;
    }
  };
  try {
    await pipeline(Readable.from(lines()), createWriteStream(draft.path));
    draft.commit();
  } catch (error) {
    draft.discard();
    throw error;
  }
  const digest = hash.digest("hex").slice(0, shownDigits);
  writeAtomically(join(folder, "manifest.json"), `${JSON.stringify(manifestOf(data, digest), null, 2)}\n`);
  return digest;
}

function manifestOf(data: ArmData, hash: string): ArmManifest {
  const {arm, corpus} = data;
  const {kind, selects, dropped, added} = arm;
  return {
    ...{arm: armLabel(arm), kind, selects, corpus: corpus.name},
    ...{pairs: sizeOf(data), dropped: dropped.size, added: added.length, hash}
  };
}
