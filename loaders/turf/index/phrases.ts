/** Words and pairs of words that tell the chunks of a corpus apart. */
import {functionWords} from "../rules/text/common-words.js";

export interface PhraseCount {
  phrase: string;
  chunk: number;
  count: number; // pairs of the chunk that have it
  total: number; // pairs of the corpus that have it
  z: number; // log-odds over its standard deviation
}

const charactersRead = 2000; // of a text: what is typical shows early
const minCount = 3; // pairs of a chunk
const wordPattern = /[\p{L}\p{M}\p{N}_'$\\#<>/-]*[\p{L}\p{N}][\p{L}\p{M}\p{N}_'>:-]*/gu;
const longestWord = 40;

/** The distinct words and neighbouring pairs of words of a text, lower case; none of function words alone. */
export function phrasesOf(text: string): Set<string> {
  const words = (text.slice(0, charactersRead).toLowerCase().match(wordPattern) ?? []).filter(
    (word) => word.length <= longestWord
  );
  const says = words.map((word) => !functionWords.has(word));
  const found = new Set<string>(words.filter((_, i) => says[i]));
  for (let i = 1; i < words.length; i++) if (says[i - 1] || says[i]) found.add(`${words[i - 1]} ${words[i]}`);
  return found;
}

const maxPhrases = 600_000; // kept while counting: beyond, those seen once so far are forgotten

/**
 * Counts in how many texts of each chunk a phrase is. Memory is bounded: rare phrases are forgotten when there are too
 * many.
 */
export class PhraseTally {
  readonly #counts = new Map<string, Uint32Array>();
  readonly #texts: number[];
  #forgotten = 1;

  constructor(readonly chunks: number) {
    this.#texts = new Array<number>(chunks).fill(0);
  }

  add(text: string, chunk: number): void {
    this.#texts[chunk]!++;
    for (const phrase of phrasesOf(text)) {
      let counts = this.#counts.get(phrase);
      if (counts === undefined) this.#counts.set(phrase, (counts = new Uint32Array(this.chunks)));
      counts[chunk]!++;
    }
    if (this.#counts.size > maxPhrases) this.#forget();
  }

  #forget(): void {
    const least = this.#forgotten++;
    for (const [phrase, counts] of this.#counts) if (sumOf(counts) <= least) this.#counts.delete(phrase);
  }

  /**
   * The phrases that stand out most in each chunk: log-odds of texts with it against the other chunks, shrunk by a
   * Dirichlet prior of the whole corpus, over its standard deviation (Monroe, Colaresi and Quinn 2008).
   */
  top(most: number): PhraseCount[] {
    const found: PhraseCount[][] = Array.from({length: this.chunks}, () => []);
    const all = sumOf(this.#texts);
    for (const [phrase, counts] of this.#counts) {
      const total = sumOf(counts);
      for (let chunk = 0; chunk < this.chunks; chunk++) {
        const count = counts[chunk]!;
        if (count < minCount) continue;
        const z = logOdds(count, this.#texts[chunk]!, total - count, all - this.#texts[chunk]!, total / all);
        if (z > 0) found[chunk]!.push({phrase, chunk, count, total, z});
      }
    }
    return found.flatMap((list) => list.sort((a, b) => b.z - a.z || (a.phrase < b.phrase ? -1 : 1)).slice(0, most));
  }
}

const priorTexts = 50; // weight of the prior, in texts

function logOdds(count: number, texts: number, others: number, otherTexts: number, share: number): number {
  const prior = priorTexts * share;
  const [a, b] = [count + prior, others + prior];
  const odds = (present: number, of: number) => Math.log(present / Math.max(1e-9, of + priorTexts - present));
  return (odds(a, texts) - odds(b, otherTexts)) / Math.sqrt(1 / a + 1 / b);
}

const sumOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
};
