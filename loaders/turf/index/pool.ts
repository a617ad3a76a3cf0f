import {AttributePoolBuilder, type AttributePool} from "../../corpus/pools/attribute-pool.js";
import type {AttributeVectors} from "../../corpus/pools/neighbourhood.js";
import {UserError} from "../../util/user-error.js";
import {centreRows, meanOf} from "../embed/preparation.js";
import {normaliseRows} from "../vectors/cosine.js";
import {indexFiles, readFloat32, readUint32} from "./files.js";
import {LineStore} from "./line-store.js";
import {readIndexManifest} from "./manifest.js";
import {pairClusters} from "./pair-clusters.js";

const prefix = "index:";

/** The index that a study's `attributes` name; undefined when they name no index. */
export const indexOfPool = (attributes: string): string | undefined =>
  attributes.startsWith(prefix) ? attributes.slice(prefix.length) : undefined;

/**
 * An index as an attribute pool: a row a training pair, its sentences the summaries of its query's clusters, as in the
 * prepared data sets of the released code. Throws a UserError when there is no such index, or it is not finished.
 */
export function poolFromIndex(name: string): AttributePool {
  const manifest = readIndexManifest(name);
  if (manifest?.state !== "finished")
    throw new UserError(`no finished index of the name ${name}: make it with surfturf index`);
  const files = indexFiles(name);
  const sentences = readSummaries(name);
  const {starts, clusters} = pairClusters(readUint32(files.slots), readUint32(files.assignment), manifest.clusters);
  const builder = new AttributePoolBuilder();
  for (let pair = 0; pair + 1 < starts.length; pair++)
    builder.addRow(new Set(Array.from(clusters.subarray(starts[pair], starts[pair + 1]), (id) => sentences[id]!)));
  return builder.build(`index ${name}`);
}

/**
 * The clusters' centres as vectors of the attributes of `poolFromIndex`; of clusters that have one summary, the first.
 * Centred: an import's are as they came.
 */
export function clusterVectors(name: string, {attributes}: AttributePool): AttributeVectors {
  const sentences = readSummaries(name);
  const centroids = readFloat32(indexFiles(name).centroids);
  const dimension = centroids.length / sentences.length;
  const clusters = new Map(sentences.map((sentence, id) => [sentence, id] as const).toReversed());
  const rows = new Float32Array(attributes.length * dimension);
  for (const [i, attribute] of attributes.entries()) {
    const cluster = clusters.get(attribute)!;
    rows.set(centroids.subarray(cluster * dimension, (cluster + 1) * dimension), i * dimension);
  }
  normaliseRows(rows, dimension);
  return {source: `index ${name}`, rows: centreRows(rows, meanOf(rows, dimension)), dimension};
}

function readSummaries(name: string): string[] {
  const summaries = new LineStore<string>(indexFiles(name).summaries);
  const sentences = [...summaries.all()];
  summaries.close();
  return sentences;
}
