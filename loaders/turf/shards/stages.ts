import {attributesStage} from "../index/attributes-stage.js";
import {checkStage} from "../index/check-stage.js";
import {clusterCount, clustersStage, keepClusters} from "../index/clusters-stage.js";
import {corpusStage} from "../index/corpus-stage.js";
import {embeddingsStage, type EmbeddingRecord} from "../index/embeddings-stage.js";
import {readFloat32, readUint32, writeJson} from "../index/files.js";
import type {Stage} from "../index/parts.js";
import {summariesStage} from "../index/summaries-stage.js";
import {tablesStage} from "../index/tables-stage.js";
import {UserError} from "../../util/user-error.js";
import {joinVectors} from "../vectors/join-vectors.js";
import {openVectors} from "../vectors/vector-file.js";
import type {EmbeddedShard} from "./embed-shard.js";
import {centreOf, preparationOfShards, shardVectors} from "./embed-shard.js";
import {toRecord} from "../embed/record.js";
import {numberTexts} from "./number-texts.js";
import {resultOf} from "./result.js";
import {clusterFiles, type Trained} from "./rounds.js";

/** What a unit found that wrote the attributes of a shard. */
export interface ExtractedShard {
  extractor: string;
  unusable: Record<string, number>; // pairs without attributes of a side, by reason
}

/** Where the outputs of units are. */
export interface ShardFolders {
  extract: readonly string[]; // of each shard of pairs
  distinct: readonly string[]; // of each partition of texts
  embed: readonly string[]; // of each shard of texts
  code: readonly string[];
  /** The unit that ended k-means, and those with the labels, in order. */
  clusters(): {last: string; labels: readonly string[]};
}

/**
 * The stages of an index that put together what units made of their shards, in place of those that do all by themselves.
 * They depend on the same, and write the same files.
 */
export const shardStages = (folders: ShardFolders): Stage[] => [
  corpusStage,
  {...attributesStage, run: (context) => joinAttributes(context, folders)},
  {...embeddingsStage, run: (context) => joinEmbeddings(context, folders)},
  {...clustersStage, run: (context) => joinClusters(context, folders)},
  summariesStage,
  checkStage,
  tablesStage
];

/** A stage that is to be there already. */
export const doneBefore = (stage: Stage): Stage => ({
  ...stage,
  async run({name}) {
    throw new UserError(
      `the stage ${stage.name} of the index ${name} is not as its units left it: run surfturf plan index:${name} again`
    );
  }
});

type Run = Parameters<Stage["run"]>[0];

async function joinAttributes({files, manifest, report}: Run, {extract, distinct}: ShardFolders): Promise<void> {
  const found = extract.map((folder) => resultOf<ExtractedShard>(folder));
  const total = extract.length;
  manifest.attributes = await numberTexts(files, {
    shards: extract,
    partitions: distinct,
    onShard: (done) => report({done, total, what: "shards"})
  });
  manifest.extractor = found[0]!.extractor;
  manifest.unusable = {};
  for (const {unusable} of found)
    for (const [reason, count] of Object.entries(unusable))
      manifest.unusable[reason] = (manifest.unusable[reason] ?? 0) + count;
}

async function joinEmbeddings({files, manifest, settings}: Run, {embed, code}: ShardFolders): Promise<void> {
  const {embedder} = resultOf<EmbeddedShard>(embed[0]!);
  const record = {embedder} as EmbeddingRecord;
  for (const side of ["query", "response"] as const) {
    const path = {query: files.queryVectors, response: files.responseVectors}[side];
    await joinVectors(
      code.map((folder) => shardVectors(folder)[side]),
      path
    );
    record[side] = toRecord({...preparationOfShards(settings), centre: centreOf(embed, side)});
  }
  writeJson(files.embedding, record);
  const dimension = settings.dimensions ?? embedder.dimension;
  manifest.embedding = {model: embedder.model, dimension, stripHead: true, centred: true};
}

async function joinClusters(context: Run, folders: ShardFolders): Promise<void> {
  const {files, settings} = context;
  const {last, labels} = folders.clusters();
  const {iterations, inertia} = resultOf<Trained>(last);
  const vectors = openVectors(files.queryVectors);
  const assignment = new Uint32Array(vectors.count);
  let at = 0;
  for (const folder of labels) {
    const part = readUint32(clusterFiles(folder).labels);
    assignment.set(part, at);
    at += part.length;
  }
  const centroids = readFloat32(clusterFiles(last).centroids);
  await keepClusters(
    context,
    {vectors, centroids, assignment, k: clusterCount(settings, vectors.count)},
    {iterations, inertia}
  );
  vectors.close();
}
