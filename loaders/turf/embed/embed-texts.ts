import {rmSync} from "node:fs";
import {checkVectors} from "./check-vectors.js";
import {ExactSums} from "../vectors/exact-sums.js";
import {
  evenBlocks,
  headerPath,
  openVectors,
  readHeader,
  VectorWriter,
  type VectorFile
} from "../vectors/vector-file.js";
import type {EmbedProgress, TextEmbedder} from "./embedder.js";
import {EmbeddingCache} from "./embedding-cache.js";
import {centreRows, cutRows, prepareText, type Preparation} from "./preparation.js";

export interface EmbedTextsOptions {
  preparation?: Preparation; // as recorded; defaults to stripped heads and the mean of these texts as centre
  dimensions?: number | null; // without a preparation: the first N only
  cache?: string | null; // folder of embeddings; null: keep none (defaults to the one all indexes share)
  signal?: AbortSignal;
  onProgress?: (progress: EmbedProgress & {embedded: number}) => void; // embedded: by the model, the rest was known
}

const textsAtOnce = 2048;

/**
 * Embeds texts, prepares the vectors and writes them with codes to `path`, a row a text, in bounded memory. A text that
 * was embedded before, in this or another index, is not embedded again. Gives the preparation to record.
 */
export async function embedTexts(
  embedder: TextEmbedder,
  texts: readonly string[],
  path: string,
  options: EmbedTextsOptions = {}
): Promise<{vectors: VectorFile; preparation: Preparation}> {
  const {dimensions = null, preparation = {stripHead: true, dimensions, centre: null}} = options;
  const raw = `${path}.raw`;
  try {
    const sums = await embedUncentred(embedder, texts, raw, {...options, preparation});
    const centre = options.preparation ? preparation.centre : sums.mean();
    return {vectors: centreVectors(raw, path, centre), preparation: {...preparation, centre}};
  } finally {
    for (const file of [raw, headerPath(raw)]) rmSync(file, {force: true});
  }
}

/**
 * The first half of `embedTexts`: vectors cut and at length 1, without codes; what is to be taken from them is the mean
 * of all texts of the index. Resolves to their sums.
 */
export async function embedUncentred(
  embedder: TextEmbedder,
  texts: readonly string[],
  path: string,
  options: EmbedTextsOptions & {preparation: Preparation}
): Promise<ExactSums> {
  const writer = new VectorWriter(path, options.preparation.dimensions ?? embedder.dimension);
  const sums = ExactSums.of(writer.dimension);
  for await (const rows of embedBlocks(embedder, texts, options.preparation, options)) {
    sums.add(rows);
    writer.append(rows);
  }
  writer.finish().close();
  return sums;
}

/** Vectors of a few texts, prepared as an index records it: rows to search with. */
export async function embedQueries(
  embedder: TextEmbedder,
  texts: readonly string[],
  preparation: Preparation,
  options: Pick<EmbedTextsOptions, "cache" | "signal"> = {}
): Promise<Float32Array> {
  const dimension = preparation.dimensions ?? embedder.dimension;
  const all = new Float32Array(texts.length * dimension);
  let at = 0;
  for await (const rows of embedBlocks(embedder, texts, preparation, options)) {
    all.set(centreRows(rows, preparation.centre), at);
    at += rows.length;
  }
  return all;
}

async function* embedBlocks(
  embedder: TextEmbedder,
  texts: readonly string[],
  preparation: Preparation,
  {cache: folder, signal, onProgress}: EmbedTextsOptions
): AsyncGenerator<Float32Array> {
  const cache = folder === null ? null : await EmbeddingCache.open(embedder.name, embedder.dimension, folder);
  let embedded = 0;
  try {
    for (const {from, to} of evenBlocks(texts.length, textsAtOnce)) {
      signal?.throwIfAborted();
      const prepared = texts.slice(from, to).map((text) => prepareText(text, preparation));
      const report = (done: number): void => onProgress?.({done: from + done, total: texts.length, embedded});
      const rows = await embedBlock(embedder, prepared, cache, signal, (count) => (embedded += count));
      report(to - from);
      yield cutRows(rows, embedder.dimension, preparation.dimensions);
    }
  } finally {
    await cache?.close();
  }
}

async function embedBlock(
  embedder: TextEmbedder,
  texts: readonly string[],
  cache: EmbeddingCache | null,
  signal: AbortSignal | undefined,
  onEmbedded: (count: number) => void
): Promise<Float32Array> {
  const {dimension} = embedder;
  const known = new Map<string, Float32Array>();
  for (const text of new Set(texts)) {
    const row = cache?.find(text);
    if (row) known.set(text, row);
  }
  const unknown = [...new Set(texts)].filter((text) => !known.has(text));
  if (unknown.length > 0) {
    const rows = await embedder.embed(unknown, {signal});
    checkVectors(embedder.name, unknown, rows);
    cache?.add(unknown, rows);
    unknown.forEach((text, i) => known.set(text, rows.subarray(i * dimension, (i + 1) * dimension)));
    onEmbedded(unknown.length);
  }
  const rows = new Float32Array(texts.length * dimension);
  texts.forEach((text, i) => rows.set(known.get(text)!, i * dimension));
  return rows;
}

/** The second half: takes the centre from the rows of a file, and writes them with codes to `path`. */
function centreVectors(raw: string, path: string, centre: Float32Array | null): VectorFile {
  const writer = new VectorWriter(path, readHeader(raw).dimension, {coded: true});
  for (const rows of centredBlocks(raw, centre)) writer.append(rows);
  return writer.finish();
}

/** The rows of a file without the centre, some at a time. */
export function* centredBlocks(raw: string, centre: Float32Array | null): Generator<Float32Array> {
  const source = openVectors(raw);
  try {
    for (const {from, to} of evenBlocks(source.count, textsAtOnce)) yield centreRows(source.read(from, to), centre);
  } finally {
    source.close();
  }
}
