import {wilson, type Proportion} from "../../../src/shared/statistics.js";
import {escapeRegExp} from "../../util/regex.js";

/** What is looked for in a text. */
export interface PhraseSpec {
  text: string;
  regex: boolean; // else the words as they are, whatever their case
}

/** In how many pairs of a chunk a phrase is. */
export interface PhraseChunk {
  source: string;
  pairs: number; // of the chunk
  query: number; // with it in the query
  response: number; // with it in the response
}

/** The phrase lens: where a phrase is, and what goes with it in responses. */
export interface PhraseCounts {
  chunks: PhraseChunk[];
  with: {n: number; having: number}; // pairs with the phrase in the query; of these with the response feature
  without: {n: number; having: number};
}

/** A test of a text. Throws a SyntaxError for a pattern that is none. */
export function matcherOf({text, regex}: PhraseSpec): (text: string) => boolean {
  if (regex) {
    const pattern = new RegExp(text, "iu");
    return (value) => pattern.test(value);
  }
  const wanted = text.toLowerCase();
  const [first, last] = [wanted.at(0)!, wanted.at(-1)!];
  const pattern = new RegExp(
    `${isWord(first) ? "(?<![\\p{L}\\p{N}])" : ""}${escape(wanted)}${isWord(last) ? "(?![\\p{L}\\p{N}])" : ""}`,
    "u"
  );
  return (value) => pattern.test(value.toLowerCase());
}

const isWord = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);
const escape = (text: string): string => escapeRegExp(text).replaceAll(/\s+/g, "\\s+");

/**
 * Counts a phrase over pairs, by chunk and side; with `feature`, how often responses have it with and without the
 * phrase.
 */
export function scanPhrase(
  pairs: Iterable<{source: string; query: string; response: string}>,
  phrase: PhraseSpec,
  feature: PhraseSpec | null
): PhraseCounts {
  const has = matcherOf(phrase);
  const hasFeature = feature === null ? () => false : matcherOf(feature);
  const chunks = new Map<string, PhraseChunk>();
  const counts: PhraseCounts = {chunks: [], with: {n: 0, having: 0}, without: {n: 0, having: 0}};
  for (const {source, query, response} of pairs) {
    const chunk = chunks.get(source) ?? {source, pairs: 0, query: 0, response: 0};
    chunks.set(source, chunk);
    const inQuery = has(query);
    chunk.pairs++;
    if (inQuery) chunk.query++;
    if (has(response)) chunk.response++;
    const side = inQuery ? counts.with : counts.without;
    side.n++;
    if (hasFeature(response)) side.having++;
  }
  counts.chunks = [...chunks.values()].sort((a, b) => b.query - a.query || b.response - a.response);
  return counts;
}

/** P(response feature | phrase in the query) and P(response feature | no phrase), with 95% intervals. */
export const conditional = ({with: yes, without: no}: PhraseCounts): {with: Proportion; without: Proportion} => ({
  with: wilson(yes.having, yes.n),
  without: wilson(no.having, no.n)
});
