import {appendFileSync, existsSync, readFileSync, rmSync, truncateSync} from "node:fs";
import type {Extracted} from "../extractor.js";
import {noAttribute, slotsPerPair, slotsPerSide, writeArray, type IndexFiles, type StoredPair} from "./files.js";
import {LineStore, LineStoreWriter} from "./line-store.js";
import {localExtractorName} from "../rules/version.js";
import type {IndexContext, IndexSettings, Stage} from "./parts.js";

const localBlock = 200; // pairs: few enough that a kill loses little
const modelBlock = 5000; // pairs: a batch of a provider holds many

/** Ten attributes of each query and ten of each response; distinct sentences are kept once. */
export const attributesStage: Stage = {
  name: "attributes",
  dependsOn: ({settings}) => writerOf(settings),
  async run(context) {
    await extractAll(context);
    await gatherDistinct(context);
  }
};

const writerOf = ({extract}: IndexSettings): string => (extract === "local" ? localExtractorName : extract);

/** Writes the attributes of every pair that has none yet. */
export async function extractAll(context: IndexContext): Promise<void> {
  const {files, manifest} = context;
  const count = await extractRange(context, {path: files.extracted, from: 0, to: Infinity});
  if (count.extractor !== null) manifest.extractor = count.extractor;
}

/** Which pairs to read, and where their attributes are written, a line a pair. */
export interface ExtractRange {
  path: string;
  from: number;
  to: number; // at most as many as there are
}

/**
 * Writes the attributes of a range of pairs, after those that were written before; of another extractor or corpus than
 * now, all are written. Resolves to the name of the extractor; null where nothing was left to write.
 */
export async function extractRange(
  {files, settings, tools, manifest, signal, report}: Omit<IndexContext, "name" | "corpus">,
  {path, from, to}: ExtractRange
): Promise<{extractor: string | null}> {
  const pairs = new LineStore<StoredPair>(files.pairs);
  const mark = `${path}.made-by`; // a change of extractor, or of the corpus, starts over
  const madeBy = `${writerOf(settings)} ${manifest.stages[0]?.fingerprint}`;
  if (!existsSync(mark) || readFileSync(mark, "utf8") !== madeBy) rmSync(path, {force: true});
  appendFileSync(rmThen(mark), madeBy);
  appendFileSync(path, ""); // there is a file also where there is no pair
  const total = Math.min(pairs.count, to) - from;
  let done = countWhole(path);
  let name: string | null = null;
  if (done < total) {
    const extractor = await tools.extractor();
    name = extractor.name;
    const block = settings.extract === "local" || settings.extract.startsWith("lab:") ? localBlock : modelBlock;
    while (done < total) {
      signal?.throwIfAborted();
      const part = pairs.slice(from + done, from + Math.min(total, done + block));
      const extracted = await extractor.extract(part);
      appendFileSync(path, extracted.map((each) => `${JSON.stringify(each)}\n`).join(""));
      done += part.length;
      report({done, total, what: "pairs"});
    }
  }
  pairs.close();
  return {extractor: name};
}

function rmThen(path: string): string {
  rmSync(path, {force: true});
  return path;
}

/** How many whole lines a file has; a torn last one (a kill while writing) is cut off. */
function countWhole(path: string): number {
  if (!existsSync(path)) return 0;
  const bytes = readFileSync(path);
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  truncateSync(path, bytes.lastIndexOf(10) + 1);
  return lines;
}

/** Gives each distinct attribute a number; `queriesOf` gives those of a pair's query where they come from elsewhere. */
export async function gatherDistinct(
  {files, manifest}: IndexContext,
  queriesOf?: (pair: number) => readonly string[]
): Promise<void> {
  const queries = new Distinct(files.queries);
  const responses = new Distinct(files.responses);
  const slots = new Uint32Array(manifest.pairs * slotsPerPair).fill(noAttribute);
  const unusable: Record<string, number> = {};
  let row = 0;
  for (const {query, response, reason} of readLines<Extracted>(files.extracted)) {
    await fill(slots, row * slotsPerPair, queriesOf?.(row) ?? query, queries);
    await fill(slots, row * slotsPerPair + slotsPerSide, response, responses);
    if (reason !== null) unusable[reason] = (unusable[reason] ?? 0) + 1;
    row++;
  }
  await queries.close();
  await responses.close();
  writeArray(files.slots, slots);
  manifest.unusable = unusable;
  manifest.attributes = {queries: queries.count, responses: responses.count};
}

/** Gives each distinct sentence a number and writes it once. */
class Distinct {
  readonly #ids = new Map<string, number>();
  readonly #store: LineStoreWriter;

  constructor(path: string) {
    this.#store = new LineStoreWriter(path);
  }

  get count(): number {
    return this.#ids.size;
  }

  async idOf(text: string): Promise<number> {
    let id = this.#ids.get(text);
    if (id === undefined) {
      this.#ids.set(text, (id = this.#ids.size));
      await this.#store.add(text);
    }
    return id;
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

async function fill(slots: Uint32Array, start: number, texts: readonly string[], distinct: Distinct): Promise<void> {
  let slot = start;
  for (const text of new Set(texts.slice(0, slotsPerSide))) slots[slot++] = await distinct.idOf(text);
}

const chunkSize = 1 << 24;

/** The JSON values of a file of lines, read in chunks. */
export function* readLines<T>(path: IndexFiles["extracted"]): Generator<T> {
  const bytes = readFileSync(path);
  let start = 0;
  while (start < bytes.length) {
    const end = Math.min(bytes.length, bytes.lastIndexOf(10, Math.min(bytes.length, start + chunkSize) - 1) + 1);
    const stop = end > start ? end : bytes.indexOf(10, start) + 1;
    for (const line of bytes.toString("utf8", start, stop).split("\n")) if (line !== "") yield JSON.parse(line) as T;
    start = stop;
  }
}
