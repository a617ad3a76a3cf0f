import {createRandom, seedOf} from "../../util/random.js";
import type {PairSources} from "./corpus-stage.js";
import type {Range, StoredPair} from "./files.js";
import {LineStore} from "./line-store.js";
import type {IndexContext} from "./parts.js";
import {PhraseTally, type PhraseCount} from "./phrases.js";

export const charactersKept = 2000; // of a text in corpus_pairs, and of one whose phrases are counted
const phrasesKept = 150; // a chunk and side
const pairsForPhrases = 60_000; // a random sample beyond

/** A pair whose phrases are counted: what of its texts is read, and how long they are. */
export interface SampledText {
  chunk: number;
  query: string;
  response: string;
  lengths: [query: number, response: number];
}

/** What a pair adds to a scan of the texts: bytes in corpus_pairs, and itself where it was drawn. */
export interface ScannedText {
  bytes: number;
  sampled: SampledText | null;
}

export type PhrasesOfSides = Record<"query" | "response", PhraseCount[]>;

/** Phrases and lengths of a sample of the pairs, from all pairs in order. */
export class TextScan {
  bytes = 0; // that corpus_pairs would take
  readonly lengths: {query: number[]; response: number[]}[]; // of each chunk
  readonly #tallies: Record<"query" | "response", PhraseTally>;

  constructor(chunks: number) {
    this.lengths = Array.from({length: chunks}, () => ({query: [], response: []}));
    this.#tallies = {query: new PhraseTally(chunks), response: new PhraseTally(chunks)};
  }

  add({bytes, sampled}: ScannedText): void {
    this.bytes += bytes;
    if (sampled !== null) this.sample(sampled);
  }

  sample({chunk, query, response, lengths}: SampledText): void {
    this.lengths[chunk]!.query.push(lengths[0]);
    this.lengths[chunk]!.response.push(lengths[1]);
    this.#tallies.query.add(query, chunk);
    this.#tallies.response.add(response, chunk);
  }

  phrases(): PhrasesOfSides {
    return {query: this.#tallies.query.top(phrasesKept), response: this.#tallies.response.top(phrasesKept)};
  }
}

/** Reads the texts of a range of pairs. Which are drawn depends on all pairs, not on the range. */
export async function* scanTexts(
  {
    files,
    manifest,
    settings,
    report,
    signal
  }: Pick<IndexContext, "files" | "manifest" | "settings" | "report" | "signal">,
  sources: PairSources,
  range: Range
): AsyncGenerator<ScannedText> {
  const pairs = new LineStore<StoredPair>(files.pairs);
  const random = createRandom(seedOf(settings.seed, "phrases"));
  for (let row = 0; row < range.from; row++) random();
  const share = Math.min(1, pairsForPhrases / manifest.pairs);
  let row = range.from;
  for (const pair of pairs.all(range)) {
    const [query, response] = [pair.query.slice(0, charactersKept), pair.response.slice(0, charactersKept)];
    const lengths: SampledText["lengths"] = [pair.query.length, pair.response.length];
    const sampled = random() < share ? {chunk: sources.of[row]!, query, response, lengths} : null;
    yield {bytes: query.length + response.length, sampled};
    if ((++row - range.from) % 1000 !== 0) continue;
    signal?.throwIfAborted();
    report({done: row - range.from, total: range.to - range.from, what: "pairs"});
    await new Promise((resolve) => setImmediate(resolve));
  }
  pairs.close();
}
