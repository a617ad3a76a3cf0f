import {embedTexts} from "../embed/embed-texts.js";
import type {Preparation} from "../embed/preparation.js";
import {describeEmbedder, fromRecord, toRecord, type EmbedderRecord, type PreparationRecord} from "../embed/record.js";
import type {TextEmbedder} from "../embed/embedder.js";
import {readJson, writeJson} from "./files.js";
import {LineStore} from "./line-store.js";
import type {IndexContext, IndexSettings, Stage} from "./parts.js";

/** What embedded an index, and how each side was prepared. */
export interface EmbeddingRecord {
  embedder: EmbedderRecord;
  query: PreparationRecord;
  response: PreparationRecord;
}

export const readEmbedding = (path: string): EmbeddingRecord => readJson<EmbeddingRecord>(path);
export const preparationOf = (record: PreparationRecord): Preparation => fromRecord(record);

/**
 * One vector for each distinct attribute, prepared (loaders/turf/embed/preparation.ts). What was embedded before a kill
 * is in the cache that all indexes share.
 */
export const embeddingsStage: Stage = {
  name: "embeddings",
  dependsOn: ({settings}) => [settings.embed, settings.dimensions],
  async run(context) {
    const {files, manifest, tools} = context;
    const embedder = await tools.embedder();
    const query = await embedSide(context, embedder, files.queries, files.queryVectors, 0);
    const response = await embedSide(
      context,
      embedder,
      files.responses,
      files.responseVectors,
      manifest.attributes.queries
    );
    const record = await describeEmbedder(embedder);
    writeJson(files.embedding, {embedder: record, query: toRecord(query), response: toRecord(response)});
    const dimension = context.settings.dimensions ?? embedder.dimension;
    manifest.embedding = {model: embedder.name, dimension, stripHead: true, centred: true};
  }
};

/** The lab's embedder is quicker than a look into the cache. */
export const cacheFor = ({embed}: IndexSettings): {cache?: null} => (embed.startsWith("lab:") ? {cache: null} : {});

async function embedSide(
  {settings, manifest, signal, report}: IndexContext,
  embedder: TextEmbedder,
  file: string,
  path: string,
  before: number
): Promise<Preparation> {
  const store = new LineStore<string>(file);
  const texts = [...store.all()];
  store.close();
  const total = manifest.attributes.queries + manifest.attributes.responses;
  const {vectors, preparation} = await embedTexts(embedder, texts, path, {
    dimensions: settings.dimensions,
    ...cacheFor(settings),
    signal,
    onProgress: ({done}) => report({done: before + done, total, what: "attributes"})
  });
  vectors.close();
  return preparation;
}
