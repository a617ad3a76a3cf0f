import {statSync} from "node:fs";
import {join} from "node:path";
import {createRandom, seedOf} from "../../util/random.js";
import {clusterCount, usesOf} from "../index/clusters-stage.js";
import {readUint32, slotsPerPair, writeArray, type IndexFiles} from "../index/files.js";
import type {IndexSettings} from "../index/parts.js";
import {drawRows} from "../vectors/draw-rows.js";
import {openVectors, readHeader, VectorWriter} from "../vectors/vector-file.js";
import {rangeOf, type Shard} from "./divide.js";

const rowsPerCluster = 256; // of the sample, as faiss has it
const slotsAtOnce = slotsPerPair << 18;

const weighedFiles = (folder: string) => ({
  uses: join(folder, "uses.u32"), // of each query attribute of the shard
  sample: join(folder, "sample"), // its rows of the sample
  sampleUses: join(folder, "sample-uses.u32")
});

/** Whether k-means begins on a sample: there are more rows than it takes. */
export const hasSample = (settings: IndexSettings, rows: number): boolean =>
  rows > rowsPerCluster * clusterCount(settings, rows);

/** Counts the pairs that have each query attribute of a shard, and takes its rows of the sample. */
export async function weighShard(
  folder: string,
  shard: Shard,
  {files, settings}: {files: IndexFiles; settings: IndexSettings}
): Promise<void> {
  const out = weighedFiles(folder);
  const {count} = readHeader(files.queryVectors);
  const range = rangeOf(count, shard);
  const uses = new Uint32Array(range.to - range.from);
  const slots = statSync(files.slots).size / 4;
  for (let from = 0; from < slots; from += slotsAtOnce) {
    usesOf(readUint32(files.slots, {from, to: Math.min(slots, from + slotsAtOnce)}), range, uses);
    await new Promise((resolve) => setImmediate(resolve));
  }
  writeArray(out.uses, uses);
  if (!hasSample(settings, count)) return;
  const {seed} = settings;
  const size = rowsPerCluster * clusterCount(settings, count);
  const drawn = drawRows(createRandom(seedOf(seed, "sample of k-means")), count, size);
  const rows = drawn.filter((row) => row >= range.from && row < range.to);
  const vectors = openVectors(files.queryVectors);
  const writer = new VectorWriter(out.sample, vectors.dimension);
  for (const row of rows) writer.append(vectors.row(row));
  writer.finish().close();
  vectors.close();
  writeArray(
    out.sampleUses,
    Uint32Array.from(rows, (row) => uses[row - range.from]!)
  );
}

/** How many pairs have each query attribute of a shard. */
export const usesOfShard = (folder: string): Uint32Array => readUint32(weighedFiles(folder).uses);

/** The weights of all rows, or of those of the sample, of all shards in order. */
export function weightsOf(folders: readonly string[], of: "uses" | "sampleUses"): Float64Array {
  const parts = folders.map((folder) => readUint32(weighedFiles(folder)[of]));
  const weights = new Float64Array(parts.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const part of parts) for (const uses of part) weights[at++] = Math.sqrt(uses);
  return weights;
}

/** The sample of all shards, in one file. */
export async function joinSample(folders: readonly string[], path: string): Promise<void> {
  const samples = folders.map((folder) => weighedFiles(folder).sample);
  const writer = new VectorWriter(path, readHeader(samples[0]!).dimension);
  for (const sample of samples) {
    const rows = openVectors(sample);
    for (let from = 0; from < rows.count; from += rowsAtOnce) {
      writer.append(rows.read(from, Math.min(rows.count, from + rowsAtOnce)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    rows.close();
  }
  writer.finish().close();
}

const rowsAtOnce = 8192;
