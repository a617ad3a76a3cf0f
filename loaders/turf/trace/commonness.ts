import {slotsPerSide} from "../index/files.js";
import type {TurfIndex} from "../index/turf-index.js";

/**
 * A crux that more of the corpus's responses share than this is house style: it can't tell chunks or triggers apart.
 */
export const styleShare = 0.5;

const alike = 0.75; // cosine, stripped and centred, above which two attributes say the same
const most = 20_000; // distinct attributes looked at: with more that are alike, the share found is a least one

/** What `commonness` asks of a search, besides the one best row. */
export const alikeRows = {most, least: alike};

/**
 * For each crux (rows of vectors) the share of the corpus's responses that have an attribute like it: of the nearest
 * candidates those above a cosine of 0.75, as distinct pairs.
 */
export async function commonness(
  {nearest, postings, pairCount}: TurfIndex,
  cruxes: readonly Float32Array[]
): Promise<number[]> {
  const rows = new Float32Array(cruxes.reduce((sum, {length}) => sum + length, 0));
  cruxes.forEach((crux, i) => rows.set(crux, i * crux.length));
  const found = await nearest.top(rows, 1, {further: alikeRows});
  return found.map(({ids, scores}) => {
    const pairs = new Set<number>();
    for (let i = 0; i < ids.length && scores[i]! >= alike; i++)
      for (let at = postings.starts[ids[i]!]!; at < postings.starts[ids[i]! + 1]!; at++)
        pairs.add(Math.floor(postings.candidates[at]! / slotsPerSide));
    return pairs.size / pairCount;
  });
}
