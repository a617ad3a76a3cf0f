import {AttributePoolBuilder, type AttributePool} from "../../corpus/pools/attribute-pool.js";
import type {AttributeVectors} from "../../corpus/pools/neighbourhood.js";
import {countRows, isFrequent} from "../../corpus/prompts/own-attributes.js";
import {centreRows, meanOf} from "../embed/preparation.js";
import {promptsOfIndex} from "../prompts/prompts-of-index.js";
import {normaliseRows} from "../vectors/cosine.js";
import {openVectors, hasVectors} from "../vectors/vector-file.js";
import type {Members} from "./cluster-members.js";
import {indexFiles, noAttribute, readFloat32, readUint32, slotsPerPair, slotsPerSide} from "./files.js";
import {readLineStore} from "./line-store.js";

const prefix = "index:";

/** The index that a study's `attributes` name; undefined when they name no index. */
export const indexOfPool = (attributes: string): string | undefined =>
  attributes.startsWith(prefix) ? attributes.slice(prefix.length) : undefined;

/**
 * An index as an attribute pool, a row a training pair. A sentence that enough distinct queries have stands for itself,
 * as all do in a small index; for the rare ones of a cluster stands the cluster's summary, as in the prepared data sets
 * of the released code. Throws a UserError when there is no such index, or it is not finished.
 */
export function poolFromIndex(name: string): AttributePool {
  const {attributes: prompts} = promptsOfIndex(name);
  const files = indexFiles(name);
  const sentences = prompts.attributes;
  const assignment = readUint32(files.assignment);
  const frequent = Array.from(countRows(prompts), (rows) => isFrequent(rows, sentences.length));
  const offered = offeredFor(name, sentences, {assignment, frequent});
  const builder = new AttributePoolBuilder();
  const slots = readUint32(files.slots);
  for (let start = 0; start < slots.length; start += slotsPerPair) {
    const ids = slots.subarray(start, start + slotsPerSide).filter((id) => id !== noAttribute);
    builder.addRow(new Set(Array.from(ids, (id) => offered[id]!)));
  }
  const pool = builder.build(`index ${name}`);
  const ids = new Map(pool.attributes.map((attribute, id) => [attribute, id]));
  const clusterOf = new Map(offered.map((sentence, id) => [sentence, assignment[id]!]));
  const rare = new Map(sentences.flatMap((sentence, id) => (frequent[id] ? [] : [[sentence, offered[id]!] as const])));
  return {
    ...pool,
    clusters: Int32Array.from(pool.attributes, (attribute) => clusterOf.get(attribute)!),
    standIn: (sentence) => ids.get(rare.get(sentence) ?? "")
  };
}

interface Clustered {
  assignment: Uint32Array;
  frequent: readonly boolean[];
}

/** Of each sentence, the one that the pool offers for it. */
function offeredFor(name: string, sentences: readonly string[], {assignment, frequent}: Clustered): string[] {
  const files = indexFiles(name);
  const summaries = readLineStore<string>(files.summaries);
  const members = readLineStore<Members>(files.nearest);
  const frequentOnes = new Set(sentences.filter((_, id) => frequent[id]));
  const stands = new Map<number, string>(); // of each cluster, for its rare sentences
  return sentences.map((sentence, id) => {
    if (frequent[id]) return sentence;
    const cluster = assignment[id]!;
    if (!stands.has(cluster)) {
      const medoid = members[cluster]!.nearest.find((member) => !frequent[member]) ?? id;
      stands.set(cluster, frequentOnes.has(summaries[cluster]!) ? sentences[medoid]! : summaries[cluster]!);
    }
    return stands.get(cluster)!;
  });
}

/**
 * Vectors of the attributes of a pool that was made from an index: those of its sentences; of a summary that is none of
 * them, and in an index without vectors of its sentences, the cluster's centre. Centred: an import's are as they came.
 */
export function indexVectors(name: string, {attributes, clusters}: AttributePool): AttributeVectors {
  const files = indexFiles(name);
  const centroids = readFloat32(files.centroids);
  const ids = new Map(readLineStore<string>(files.queries).map((sentence, id) => [sentence, id]));
  const own = hasVectors(files.queryVectors) ? openVectors(files.queryVectors) : null;
  const dimension = centroids.length / readLineStore<string>(files.summaries).length;
  const assignment = readUint32(files.assignment);
  const rows = new Float32Array(attributes.length * dimension);
  for (const [i, attribute] of attributes.entries()) {
    const id = ids.get(attribute);
    const cluster = clusters?.[i] ?? assignment[id!]!;
    const centre = centroids.subarray(cluster * dimension, (cluster + 1) * dimension);
    rows.set(own === null || id === undefined ? centre : own.row(id), i * dimension);
  }
  own?.close();
  normaliseRows(rows, dimension);
  return {source: `index ${name}`, rows: centreRows(rows, meanOf(rows, dimension)), dimension};
}
