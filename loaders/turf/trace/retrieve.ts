import {createRandom, integerBelow} from "../../util/random.js";
import {slotsPerSide} from "../index/files.js";
import type {TurfIndex} from "../index/turf-index.js";

/** A retrieved response attribute (i, l) of Eq. 3. */
export interface RetrievedPair {
  pair: number;
  slot: number;
  attribute: number; // number of the distinct response attribute
  cosine: number;
}

const sameCosine = 1e-6; // wordings that an embedder tells apart by its rounding alone

/** What Eq. 3 retrieves. */
export interface RetrieveOptions {
  k: number; // candidates, at most
  least: number; // cosine that a candidate must have; 0 takes k whatever they are, as the paper does
  seed: number; // of the draw among ties
}

const minKept = 50; // candidates that are kept however unlike they are

/**
 * Eq. 3: the k response attributes of the corpus with the highest cosine to a crux, best first. Rows with the same
 * attribute, or with another of the same cosine, tie; where k ends among them, a seeded draw decides, not the order of
 * the corpus: else the first chunk would win. In a corpus that has fewer than k responses like the crux the rest would
 * be noise: candidates below the least cosine are left out, but for the fifty best.
 */
export async function retrieve(
  {nearest, postings}: TurfIndex,
  crux: Float32Array,
  {k, least, seed}: RetrieveOptions
): Promise<RetrievedPair[]> {
  const [found] = await nearest.top(crux, k, {ties: true});
  const {ids, scores} = found!;
  const random = createRandom(seed);
  const kept: RetrievedPair[] = [];
  for (let at = 0; at < ids.length && kept.length < k;) {
    const tied: RetrievedPair[] = [];
    const cosine = scores[at]!;
    if (cosine < least && kept.length >= minKept) break;
    for (; at < ids.length && cosine - scores[at]! <= sameCosine; at++) addRows(tied, ids[at]!, scores[at]!, postings);
    kept.push(...draw(tied, k - kept.length, random));
  }
  return kept;
}

function addRows(
  rows: RetrievedPair[],
  attribute: number,
  cosine: number,
  {starts, candidates}: TurfIndex["postings"]
): void {
  for (let i = starts[attribute]!; i < starts[attribute + 1]!; i++) {
    const candidate = candidates[i]!;
    rows.push({pair: Math.floor(candidate / slotsPerSide), slot: candidate % slotsPerSide, attribute, cosine});
  }
}

/** So many of the tied, drawn at random, in random order: the first of them are as good as any. */
function draw(tied: RetrievedPair[], count: number, random: () => number): RetrievedPair[] {
  const most = Math.min(count, tied.length);
  for (let i = 0; i < most; i++) {
    const j = i + integerBelow(random, tied.length - i);
    [tied[i], tied[j]] = [tied[j]!, tied[i]!];
  }
  return tied.slice(0, most);
}

/** The distinct pairs of some candidates, in order of first appearance. */
export const distinctPairs = (candidates: readonly RetrievedPair[]): number[] => [
  ...new Set(candidates.map(({pair}) => pair))
];
