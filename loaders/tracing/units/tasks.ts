import {existsSync, mkdirSync} from "node:fs";
import {dirname, join} from "node:path";
import {isLocalExtractor} from "../create-extractor.js";
import {isEndpoint} from "../../turf/embed/open-embedder.js";
import {clusterCount} from "../../turf/index/clusters-stage.js";
import {findCentres, nearShard, sumShard, writeMembers} from "../../turf/shards/members.js";
import {findTypical, tallyRows} from "../../turf/shards/rows.js";
import {weighShard} from "../../turf/shards/weigh.js";
import {extractRange} from "../../turf/index/attributes-stage.js";
import {readIndexManifest} from "../../turf/index/manifest.js";
import {distinctTexts} from "../../turf/shards/distinct-texts.js";
import {rangeOf} from "../../turf/shards/divide.js";
import {codeShard, embedShard} from "../../turf/shards/embed-shard.js";
import type {IndexFiles} from "../../turf/index/files.js";
import {movesOf} from "../../turf/shards/index-parts.js";
import {numberSlots} from "../../turf/shards/number-slots.js";
import {numberTexts} from "../../turf/shards/number-texts.js";
import {hasParts} from "../../turf/shards/placed-file.js";
import {partitionTexts} from "../../turf/shards/partition-texts.js";
import {beginResult, readResult, writeResult} from "../../turf/shards/result.js";
import {assignShard, moveCentroids, train, type Trained} from "../../turf/shards/rounds.js";
import type {ExtractedShard} from "../../turf/shards/stages.js";
import {buildUntil} from "./gather-index.js";
import type {IndexTask, IndexUnit} from "./index-plan.js";
import type {IndexWork} from "./index-work.js";
import {placed, type Placed} from "./placed.js";

type Task = (work: IndexWork) => Promise<void>;

/**
 * A unit that makes files for others: nothing where the index has its stage already, or the unit has made them before
 * from the same. They count once all are whole.
 */
const making =
  (make: (work: IndexWork) => Promise<object>): Task =>
  async (work) => {
    if (work.isStageDone || readResult(work.output, work.inputs) !== undefined) return;
    beginResult(work.output);
    writeResult(work.output, work.inputs, await make(work));
  };

/** The same for a unit that makes a part of files that are put together in place: they are there until they have names. */
const placing =
  ({partsOf, list}: Placed, make: (work: IndexWork, files: IndexFiles) => Promise<void>): Task =>
  async (work) => {
    if (work.isStageDone) return;
    const {files, note} = partsOf(work.folders);
    const isMade = readResult(work.output, work.inputs) !== undefined;
    if (isMade && hasParts(note, movesOf(list, files, work.files))) return;
    beginResult(work.output);
    mkdirSync(dirname(note), {recursive: true});
    await make(work, files);
    writeResult(work.output, work.inputs, {});
  };

/** What each unit does but the last one. */
export const tasks: Record<Exclude<IndexTask["task"], "gather">, Task> = {
  corpus: (work) => buildUntil(work, "corpus"),
  attributes: (work) => buildUntil(work, "attributes"),
  vectors: (work) => buildUntil(work, "embeddings"),
  extract: making(extract),
  distinct: making(({output, folders, shard}) => distinctTexts(output, shard.shard, folders.extract)),
  number: placing(placed.number, ({output, folders, shard}, {queries, responses}) =>
    numberTexts(output, {query: queries, response: responses}, {shard: shard.shard, partitions: folders.distinct})
  ),
  slots: placing(placed.slots, ({folders, shard, name}, {slots}) =>
    numberSlots(slots, {
      ...{shard: shard.shard, pairs: readIndexManifest(name)!.pairs},
      ...{shards: folders.extract, partitions: folders.distinct, numbered: folders.number}
    })
  ),
  embed: making(embed),
  code: placing(placed.code, ({folders, shard}, files) => codeShard(files, folders.embed, shard)),
  weigh: making(async ({output, shard, files, settings}) => {
    await weighShard(output, shard, {files, settings});
    return {};
  }),
  train: async (work) => {
    const {output, files, settings, signal} = work;
    const onRound = (done: number): void => work.report({done, total: 20, what: "rounds of k-means"});
    await making(() => train(output, work.folders.weigh, {files, settings, signal, onRound}))(work);
    work.isTrained = isFinal(work);
  },
  assign: making(async ({output, folders, shard, files, settings, signal, unit}) => {
    const {round} = unit as Round;
    const before =
      round === 1 ? null : {round: folders.assign(round - 1)[shard.shard]!, from: folders.before(round - 1)};
    return assignShard(
      output,
      {weighed: folders.weigh[shard.shard]!, from: folders.before(round), before, shard},
      {files, settings, signal}
    );
  }),
  move: async (work) => {
    const {output, folders, unit} = work;
    const {round} = unit as Round;
    await making(async () => moveCentroids(output, {from: folders.before(round), parts: folders.assign(round), round}))(
      work
    );
    work.isTrained = isFinal(work);
  },
  sum: placing(placed.sum, async (work, {assignment}) => {
    const {output, folders, shard, files} = work;
    const from = {labels: folders.clusters().labels, weighed: folders.weigh[shard.shard]!};
    sumShard(output, from, {files, assignment, shard, k: clustersOf(work)});
  }),
  centre: making(async ({output, folders}) => {
    await findCentres(output, folders.sum);
    return {};
  }),
  near: making(async (work) => {
    const {output, folders, shard, files} = work;
    nearShard(output, folders.centre, {files, assignment: assignmentOf(work), shard, k: clustersOf(work)});
    return {};
  }),
  members: making((work) => {
    const {output, folders, shard, settings} = work;
    return writeMembers(output, folders.near, {shard, k: clustersOf(work), seed: settings.seed});
  }),
  rows: making((work) => {
    const {output, name, files, settings, shard, signal, report} = work;
    const manifest = readIndexManifest(name)!;
    const context = {...{name, files, manifest, settings, report}, ...(signal && {signal})};
    return tallyRows(output, context, {assignment: assignmentOf(work), shard, k: clustersOf(work)});
  }),
  typical: making(async ({folders, files, name, shard}) => {
    const {attributes, pairs} = readIndexManifest(name)!;
    return findTypical(folders.rows, files.sources, {distinct: attributes.responses, pairs, shard});
  })
};

/** The number of clusters. */
const clustersOf = ({settings, name}: IndexWork): number =>
  clusterCount(settings, readIndexManifest(name)!.attributes.queries);

/** The clusters of all texts: where they become whole, or in the index. */
const assignmentOf = ({folders, files}: IndexWork): string => {
  const {assignment} = folders.assignment.files;
  return existsSync(assignment) ? assignment : files.assignment;
};

type Round = Extract<IndexUnit, {round: number}>;

const isFinal = ({output, inputs, isStageDone}: IndexWork): boolean =>
  isStageDone || readResult<Trained>(output, inputs)?.isFinal === true;

function extract(work: IndexWork): Promise<ExtractedShard> {
  const {files, settings, output, shard, signal, report, name} = work;
  return work.withTools(!isLocalExtractor(settings.extract), async (tools) => {
    const manifest = readIndexManifest(name)!;
    const path = join(output, "extracted.jsonl");
    const range = {path, ...rangeOf(manifest.pairs, shard)};
    const {extractor} = await extractRange({files, settings, tools, manifest, ...(signal && {signal}), report}, range);
    const unusable = await partitionTexts(output, path, manifest.pairs, shard);
    return {extractor: extractor ?? (await tools.extractor()).name, unusable};
  });
}

function embed(work: IndexWork): Promise<object> {
  const {files, settings, output, shard, signal, report} = work;
  return work.withTools(isEndpoint(settings.embed), async (tools) => {
    const embedder = await tools.embedder();
    try {
      return await embedShard(output, embedder, shard, {
        ...{files, settings, signal},
        onProgress: (done, total) => report({done, total, what: "attributes"})
      });
    } finally {
      await embedder.close();
    }
  });
}
