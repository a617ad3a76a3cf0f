import {rmSync} from "node:fs";
import {attributesStage} from "../index/attributes-stage.js";
import {checkStage} from "../index/check-stage.js";
import {joinTable} from "../../store/tables.js";
import type {Members} from "../index/cluster-members.js";
import {clusterCount, clustersStage} from "../index/clusters-stage.js";
import {corpusStage, type PairSources} from "../index/corpus-stage.js";
import {embeddingsStage, type EmbeddingRecord} from "../index/embeddings-stage.js";
import {readFloat32, readJson, slotsPerPair, writeArray, writeJson} from "../index/files.js";
import {LineStoreWriter, readLineStore} from "../index/line-store.js";
import type {Stage} from "../index/parts.js";
import {summariesStage} from "../index/summaries-stage.js";
import {tablesStage, writeTables} from "../index/tables-stage.js";
import {UserError} from "../../util/user-error.js";
import {bytesOfRow, headerPath, writeHeader} from "../vectors/vector-file.js";
import type {EmbeddedShard} from "./embed-shard.js";
import {centreOf, preparationOfShards} from "./embed-shard.js";
import {toRecord} from "../embed/record.js";
import {assignmentFiles, movesOf, slotFiles, textFiles, vectorFiles, type PartsOf} from "./index-parts.js";
import {nearestOf, type FoundMembers} from "./members.js";
import {totalsBefore} from "./number-texts.js";
import {publishParts, type PartsMove} from "./placed-file.js";
import {sides} from "./partition-texts.js";
import {resultOf} from "./result.js";
import {clusterFiles, type Trained} from "./rounds.js";
import {rowsPart, sumTables} from "./rows.js";

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
  texts: PartsOf; // of the attributes
  vectors: PartsOf;
  assignment: PartsOf;
  members: readonly string[]; // of each range of clusters
  rows: readonly string[]; // of each shard of pairs, in groups of rows
  typical: readonly string[]; // of each range of response attributes
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
  {...tablesStage, run: (context) => joinTables(context, folders)}
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

async function joinAttributes({name, files, manifest}: Run, {extract, distinct, texts}: ShardFolders): Promise<void> {
  const queries = totalsBefore(distinct, "query").at(-1)!;
  const responses = totalsBefore(distinct, "response").at(-1)!;
  const sizes = [queries, responses].flatMap(({count, bytes}) => [bytes, 8 * (count + 1)]);
  publish(name, texts.note, [
    ...movesOf(textFiles, texts.files, files).map((move, i) => ({...move, bytes: sizes[i]!})),
    ...movesOf(slotFiles, texts.files, files).map((move) => ({...move, bytes: 4 * slotsPerPair * manifest.pairs}))
  ]);
  const found = extract.map((folder) => resultOf<ExtractedShard>(folder));
  manifest.attributes = {queries: queries.count, responses: responses.count};
  manifest.extractor = found[0]!.extractor;
  manifest.unusable = {};
  for (const {unusable} of found)
    for (const [reason, count] of Object.entries(unusable))
      manifest.unusable[reason] = (manifest.unusable[reason] ?? 0) + count;
}

function publish(name: string, note: string, moves: readonly PartsMove[]): void {
  if (publishParts(note, moves)) return;
  throw new UserError(
    `files of the index ${name} are not as its units left them: run surfturf plan index:${name} again`
  );
}

async function joinEmbeddings({name, files, manifest, settings}: Run, folders: ShardFolders): Promise<void> {
  const {embed, vectors} = folders;
  const {embedder} = resultOf<EmbeddedShard>(embed[0]!);
  const dimension = settings.dimensions ?? embedder.dimension;
  const counts = [manifest.attributes.queries, manifest.attributes.responses];
  const paths = [files.queryVectors, files.responseVectors];
  for (const path of paths) rmSync(headerPath(path), {force: true});
  const sizes = counts.flatMap((count) => bytesOfRow(dimension).map((bytes) => bytes * count));
  publish(
    name,
    vectors.note,
    movesOf(vectorFiles, vectors.files, files).map((move, i) => ({...move, bytes: sizes[i]!}))
  );
  paths.forEach((path, i) => writeHeader(path, {count: counts[i]!, dimension, coded: true}));
  const record = {embedder} as EmbeddingRecord;
  for (const side of sides) record[side] = toRecord({...preparationOfShards(settings), centre: centreOf(embed, side)});
  writeJson(files.embedding, record);
  manifest.embedding = {model: embedder.model, dimension, stripHead: true, centred: true};
}

async function joinClusters({name, files, manifest, settings}: Run, folders: ShardFolders): Promise<void> {
  const {last} = folders.clusters();
  const {iterations, inertia} = resultOf<Trained>(last);
  const bytes = 4 * manifest.attributes.queries;
  publish(
    name,
    folders.assignment.note,
    movesOf(assignmentFiles, folders.assignment.files, files).map((move) => ({...move, bytes}))
  );
  writeArray(files.centroids, readFloat32(clusterFiles(last).centroids));
  const store = new LineStoreWriter(files.nearest);
  let empty = 0;
  for (const folder of folders.members) {
    for (const members of readLineStore<Members>(nearestOf(folder))) await store.add(members);
    empty += resultOf<FoundMembers>(folder).empty;
  }
  await store.close();
  manifest.clusters = clusterCount(settings, manifest.attributes.queries);
  manifest.clustering = {iterations, inertia, empty};
}

async function joinTables(context: Run, {rows, typical}: ShardFolders): Promise<void> {
  const sources = readJson<PairSources>(context.files.sources);
  await writeTables(context, sources, sumTables(rows, typical, sources.names.length));
  await joinTable({index: context.name}, "corpus_rows", rows.map(rowsPart));
}
