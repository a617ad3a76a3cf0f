import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {DraftFile, writeAtomically} from "../../util/atomic-file.js";
import {indexFolder} from "../../util/paths.js";

/** The files of an index, by what they hold. */
export function indexFiles(name: string) {
  const at = (file: string): string => join(indexFolder(name), file);
  return {
    manifest: at("index.json"),
    journal: at("journal.jsonl"),
    inFlight: at("in-flight.jsonl"),
    batches: at("batches.jsonl"),
    pairs: at("pairs.jsonl"), // a StoredPair a line
    extracted: at("extracted.jsonl"), // an Extracted a line, a pair each; grows
    queries: at("query-attributes.jsonl"), // distinct texts
    responses: at("response-attributes.jsonl"),
    slots: at("slots.u32"), // pairs x 20 ids: ten of query attributes, ten of response attributes
    sources: at("sources.json"), // names of chunks, and of each pair its chunk
    queryVectors: at("query-vectors"),
    responseVectors: at("response-vectors"),
    embedding: at("embedding.json"), // what embedded them, and how
    centroids: at("centroids.f32"), // clusters x dimension
    assignment: at("assignment.u32"), // distinct query attribute -> cluster
    nearest: at("nearest.jsonl"), // of each cluster, ids of its nearest attributes
    summaries: at("summaries.jsonl"), // of each cluster
    checks: at("checks.jsonl") // of each cluster, the held-out check
  };
}

export type IndexFiles = ReturnType<typeof indexFiles>;

/** A training pair as an index keeps it. */
export interface StoredPair {
  source: string;
  query: string;
  response: string;
  file: string;
  line: number;
}

export const slotsPerSide = 10;
export const slotsPerPair = 2 * slotsPerSide;
export const noAttribute = 0xffffffff; // in an empty slot

/** Writes a typed array in one step: a reader sees all of it or nothing. */
export function writeArray(path: string, array: Uint32Array | Float32Array): void {
  const draft = new DraftFile(path, {locked: true});
  writeFileSync(draft.path, new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  draft.commit();
}

export const readUint32 = (path: string): Uint32Array => new Uint32Array(new Uint8Array(readFileSync(path)).buffer);
export const readFloat32 = (path: string): Float32Array => new Float32Array(new Uint8Array(readFileSync(path)).buffer);

export const writeJson = (path: string, value: unknown): void =>
  writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`);

export const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;
