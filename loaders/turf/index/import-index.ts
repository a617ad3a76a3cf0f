import {existsSync} from "node:fs";
import {join} from "node:path";
import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {describeEmbedder, toRecord} from "../embed/record.js";
import {embedTexts} from "../embed/embed-texts.js";
import type {Preparation} from "../embed/preparation.js";
import type {Extractor} from "../extractor.js";
import {openNpy} from "../vectors/npy.js";
import {extractAll, gatherDistinct} from "./attributes-stage.js";
import {checkStage} from "./check-stage.js";
import {nearestKept, type Members} from "./cluster-members.js";
import {corpusStage} from "./corpus-stage.js";
import {readUint32, slotsPerPair, slotsPerSide, noAttribute, writeArray, writeJson} from "./files.js";
import type {ForeignIndex} from "./foreign-index.js";
import {LineStore, LineStoreWriter} from "./line-store.js";
import type {IndexContext, Stage} from "./parts.js";
import {tablesStage} from "./tables-stage.js";

/**
 * The stages that take over an index of the released code: its pairs, query attributes, clusters and summaries as they
 * are. Response attributes, which it does not have, are extracted and embedded here, by the model that embedded it.
 */
export function importStages(foreign: ForeignIndex): readonly Stage[] {
  const {folder} = foreign;
  const attributes: Stage = {
    name: "attributes",
    dependsOn: ({settings}) => [settings.extract, "imported"],
    async run(context) {
      await extractAll({...context, tools: {...context.tools, extractor: () => responsesOnly(context)}});
      await gatherDistinct(context, foreign.attributesOf);
    }
  };
  const embeddings: Stage = {
    name: "embeddings",
    dependsOn: ({settings}) => [settings.embed, "imported"],
    run: (context) => embedResponses(context, folder)
  };
  const clusters: Stage = {
    name: "clusters",
    dependsOn: () => "imported",
    run: (context) => takeClusters(context, folder, foreign)
  };
  const summaries: Stage = {
    name: "summaries",
    dependsOn: () => "imported",
    run: (context) => takeSummaries(context, foreign)
  };
  return [corpusStage, attributes, embeddings, clusters, summaries, checkStage, tablesStage];
}

/** The extractor without the side that is there already: a model is not paid for it. */
async function responsesOnly({tools}: IndexContext): Promise<Extractor> {
  const {name, extract} = await tools.extractor();
  return {
    name,
    async extract(pairs) {
      const extracted = await extract(pairs.map(({response}) => ({query: "", response})));
      return extracted.map(({response, reason}) => ({
        query: [],
        response,
        reason: response.length > 0 ? null : reason
      }));
    }
  };
}

const asTheirs: Preparation = {stripHead: false, dimensions: null, centre: null};

async function embedResponses({files, manifest, tools, signal, report}: IndexContext, folder: string): Promise<void> {
  const {count: k, dimension, close} = openNpy(join(folder, "centroids.npy"));
  close();
  const embedder = await tools.embedder();
  if (embedder.dimension !== dimension)
    throw new UserError(
      `its ${k} centroids have ${dimension} dimensions, ${embedder.name} gives ${embedder.dimension}: give ` +
        "the model that embedded it with --embed",
      {file: shownPath(folder)}
    );
  const store = new LineStore<string>(files.responses);
  const texts = [...store.all()];
  store.close();
  const {vectors} = await embedTexts(embedder, texts, files.responseVectors, {
    preparation: asTheirs,
    signal,
    onProgress: ({done, total}) => report({done, total, what: "response attributes"})
  });
  vectors.close();
  const preparation = toRecord(asTheirs);
  writeJson(files.embedding, {embedder: await describeEmbedder(embedder), query: preparation, response: preparation});
  manifest.embedding = {model: embedder.name, dimension, stripHead: false, centred: false};
}

/** Centroids and assignments as they are; the nearest members by the distances that stand with the assignments. */
async function takeClusters({files, manifest}: IndexContext, folder: string, foreign: ForeignIndex): Promise<void> {
  const centroids = openNpy(join(folder, "centroids.npy"));
  checkEmbeddings(folder, centroids.dimension, foreign);
  writeArray(files.centroids, Float32Array.from(centroids.read(0, centroids.count)));
  centroids.close();
  const slots = readUint32(files.slots);
  const assignment = new Uint32Array(manifest.attributes.queries);
  const distances = new Float32Array(manifest.attributes.queries).fill(Infinity);
  for (let pair = 0; pair < manifest.pairs; pair++) {
    const assigned = foreign.assignedOf(pair, centroids.count);
    for (let slot = 0; slot < slotsPerSide; slot++) {
      const id = slots[pair * slotsPerPair + slot]!;
      const own = assigned[slot];
      if (id === noAttribute || own === undefined) break;
      assignment[id] = own.cluster;
      distances[id] = Math.min(distances[id]!, own.distance);
    }
  }
  writeArray(files.assignment, assignment);
  const members: number[][] = Array.from({length: centroids.count}, () => []);
  assignment.forEach((cluster, id) => members[cluster]!.push(id));
  const store = new LineStoreWriter(files.nearest);
  for (const list of members) {
    const nearest = list.sort((a, b) => distances[a]! - distances[b]! || a - b).slice(0, nearestKept);
    await store.add({size: list.length, nearest, heldOut: []} satisfies Members); // theirs kept nothing back
  }
  await store.close();
  manifest.clusters = centroids.count;
  manifest.clustering = null;
  manifest.notes = [`taken over from the released code's files: ${foreign.describe()}`];
}

function checkEmbeddings(folder: string, dimension: number, foreign: ForeignIndex): void {
  const path = join(folder, "embeddings.npy");
  if (!existsSync(path)) return; // the distances of the assignments say what is needed of it
  const embeddings = openNpy(path);
  embeddings.close();
  if (embeddings.dimension !== dimension)
    throw new UserError(`its rows have ${embeddings.dimension} dimensions, the centroids ${dimension}`, {
      file: shownPath(path)
    });
  if (embeddings.count < foreign.attributes)
    throw new UserError(`has ${embeddings.count} rows for ${foreign.attributes} attributes`, {file: shownPath(path)});
}

async function takeSummaries({files, manifest}: IndexContext, foreign: ForeignIndex): Promise<void> {
  const summaries = foreign.summaries(manifest.clusters);
  const members = new LineStore<Members>(files.nearest);
  const texts = new LineStore<string>(files.queries);
  const store = new LineStoreWriter(files.summaries);
  for (let cluster = 0; cluster < manifest.clusters; cluster++) {
    const [medoid] = members.get(cluster).nearest;
    const own = medoid === undefined ? "The query has no attribute of this cluster: it is empty." : texts.get(medoid);
    await store.add(summaries.get(cluster) ?? own);
  }
  for (const each of [members, texts]) each.close();
  await store.close();
  manifest.summaries = "imported";
}
