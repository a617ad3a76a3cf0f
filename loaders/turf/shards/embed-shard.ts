import {join} from "node:path";
import {setImmediate} from "node:timers/promises";
import {centredBlocks, embedUncentred} from "../embed/embed-texts.js";
import type {TextEmbedder} from "../embed/embedder.js";
import type {Preparation} from "../embed/preparation.js";
import {describeEmbedder, type EmbedderRecord} from "../embed/record.js";
import type {IndexFiles} from "../index/files.js";
import {LineStore} from "../index/line-store.js";
import {cacheFor} from "../index/embeddings-stage.js";
import type {IndexSettings} from "../index/parts.js";
import type {Side} from "../side.js";
import {ExactSums, type SumsRecord} from "../vectors/exact-sums.js";
import {readHeader} from "../vectors/vector-file.js";
import {rangeOf, type Shard} from "./divide.js";
import {sides} from "./partition-texts.js";
import {PlacedVectors} from "./placed-vectors.js";
import {resultOf} from "./result.js";

/** What a unit found that embedded a shard of the distinct texts. */
export interface EmbeddedShard {
  embedder: EmbedderRecord;
  sums: Record<Side, SumsRecord>;
}

/** The vectors of a shard, uncentred. */
export const shardVectors = (folder: string): Record<Side, string> => ({
  query: join(folder, "query-vectors"),
  response: join(folder, "response-vectors")
});

/** How all texts of an index are prepared; the centre is known when all are embedded. */
export const preparationOfShards = ({dimensions}: IndexSettings): Preparation => ({
  stripHead: true,
  dimensions,
  centre: null
});

/** The mean of all texts of a side, of the units that embedded them. */
export function centreOf(embed: readonly string[], side: Side): Float32Array {
  const parts = embed.map((folder) => ExactSums.from(resultOf<EmbeddedShard>(folder).sums[side]));
  const [total, ...rest] = parts;
  for (const part of rest) total!.join(part);
  return total!.mean();
}

interface EmbedShardOptions {
  files: Pick<IndexFiles, "queries" | "responses">;
  settings: IndexSettings;
  signal?: AbortSignal | undefined;
  onProgress: (done: number, total: number) => void;
}

/** Embeds the texts of a shard: each distinct text of the index is in one shard alone. */
export async function embedShard(
  folder: string,
  embedder: TextEmbedder,
  shard: Shard,
  {files, settings, signal, onProgress}: EmbedShardOptions
): Promise<EmbeddedShard> {
  const texts = {query: readRange(files.queries, shard), response: readRange(files.responses, shard)};
  const total = texts.query.length + texts.response.length;
  const sums = {} as Record<Side, SumsRecord>;
  let before = 0;
  for (const side of sides) {
    const found = await embedUncentred(embedder, texts[side], shardVectors(folder)[side], {
      preparation: preparationOfShards(settings),
      ...cacheFor(settings),
      ...(signal && {signal}),
      onProgress: ({done}) => onProgress(before + done, total)
    });
    sums[side] = found.record();
    before += texts[side].length;
  }
  return {embedder: await describeEmbedder(embedder), sums};
}

/** Takes the mean of all texts from the vectors of a shard, codes them, and writes both at their place among all. */
export async function codeShard(
  {queryVectors, responseVectors}: Pick<IndexFiles, "queryVectors" | "responseVectors">,
  embed: readonly string[],
  {shard}: Shard
): Promise<void> {
  for (const side of sides) {
    const raw = embed.map((folder) => shardVectors(folder)[side]);
    const before = raw.slice(0, shard).reduce((sum, path) => sum + readHeader(path).count, 0);
    const path = {query: queryVectors, response: responseVectors}[side];
    const writer = new PlacedVectors(path, readHeader(raw[shard]!).dimension, before);
    for (const rows of centredBlocks(raw[shard]!, centreOf(embed, side))) {
      writer.add(rows);
      await setImmediate(); // the lock gives its signs of life in between
    }
    writer.close();
  }
}

function readRange(path: string, shard: Shard): string[] {
  const store = new LineStore<string>(path);
  const texts = [...store.all(rangeOf(store.count, shard))];
  store.close();
  return texts;
}
