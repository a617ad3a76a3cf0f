import {closeSync, fstatSync, openSync, readFileSync, writeSync} from "node:fs";
import {join} from "node:path";
import {DraftFile, writeAtomically} from "../../util/atomic-file.js";
import {indexFolder} from "../../util/paths.js";
import {readAll} from "../vectors/vector-file.js";

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
export function writeArray(path: string, array: NumberArray): void {
  const draft = new DraftFile(path, {locked: true});
  writeNumbers(draft.path, array);
  draft.commit();
}

/** Writes a typed array to a file, over what is there. */
export function writeNumbers(path: string, array: NumberArray): void {
  const file = openSync(path, "w");
  try {
    appendArray(file, array);
  } finally {
    closeSync(file);
  }
}

type NumberArray = Uint16Array | Uint32Array | Float32Array | Float64Array;

const bytesAtOnce = 1 << 28;

/** Appends a typed array to an open file. */
export function appendArray(file: number, {buffer, byteOffset, byteLength}: NumberArray): void {
  for (let at = 0; at < byteLength;)
    at += writeSync(file, new Uint8Array(buffer, byteOffset + at, Math.min(bytesAtOnce, byteLength - at)));
}

export const readUint16 = (path: string): Uint16Array => readArray(path, Uint16Array);
export const readUint32 = (path: string, range?: Range): Uint32Array => readArray(path, Uint32Array, range);
export const readFloat32 = (path: string): Float32Array => readArray(path, Float32Array);
export const readFloat64 = (path: string, range?: Range): Float64Array => readArray(path, Float64Array, range);

/** Numbers of a file, from the first up to but not including the last. */
export interface Range {
  from: number;
  to: number;
}

/** A file of numbers, or a range of it, which may be larger than Node reads at once. */
function readArray<T extends NumberArray>(
  path: string,
  kind: {new (length: number): T; readonly BYTES_PER_ELEMENT: number},
  range?: Range
): T {
  const file = openSync(path, "r");
  try {
    const {from, to} = range ?? {from: 0, to: Math.floor(fstatSync(file).size / kind.BYTES_PER_ELEMENT)};
    const values = new kind(to - from);
    readAll(file, values, from * kind.BYTES_PER_ELEMENT, path);
    return values;
  } finally {
    closeSync(file);
  }
}

export const writeJson = (path: string, value: unknown): void =>
  writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`);

export const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;
