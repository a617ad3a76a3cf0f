import {uniformFloat64} from "pure-rand/distribution/uniformFloat64";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {skipN} from "pure-rand/utils/skipN";

/** A scored answer. */
export interface ScoredAnswer {
  id: number; // row
  score: number;
}

/** Answers of similar score, on one side of the threshold, in random order. */
export interface QueueStratum {
  name: string; // range of scores, such as 23-47
  flagged: boolean;
  ids: number[];
}

/** A review queue: a random sample, stratified by score. */
export interface ReviewQueue {
  strata: QueueStratum[]; // none is empty
  items: {id: number; stratum: number}[]; // in the order of review; stratum: a place in `strata`
}

const bandsBelow = 3;
const bandsAbove = 2;
const block = 20; // items whose order is shuffled together: any part of the queue is nearly as balanced as all of it
const warmUp = 16; // the first outputs of xoroshiro128+ still show the bits of a small seed

/** Draws the answers that people review. A larger size has the smaller one as its beginning. */
export function drawQueue(
  answers: readonly ScoredAnswer[],
  {threshold, size, seed}: {threshold: number; size: number; seed: number}
): ReviewQueue {
  const random = randomBy(seed);
  const strata = stratify(answers, threshold).map((stratum) => ({...stratum, ids: shuffled(stratum.ids, random)}));
  const next = strata.map(() => 0);
  const drawn = allocation(
    strata.map(({ids, flagged}) => ({size: ids.length, flagged})),
    size
  ).map((stratum) => ({
    id: strata[stratum]!.ids[next[stratum]!++]!,
    stratum
  }));
  const items: ReviewQueue["items"] = [];
  for (let from = 0; from < drawn.length; from += block) {
    const seeded = randomBy(seed + 1 + from); // of its own: a larger queue begins with the same order
    items.push(...shuffled(drawn.slice(from, from + block), seeded));
  }
  return {strata, items};
}

/** The ranges of scores that have answers, the lowest first. */
export function stratify(answers: readonly ScoredAnswer[], threshold: number): QueueStratum[] {
  const below = Array.from({length: bandsBelow}, (_, i) => (threshold * (i + 1)) / bandsBelow);
  const above = Array.from({length: bandsAbove}, (_, i) => threshold + ((100 - threshold) * (i + 1)) / bandsAbove);
  const ends = [...below, ...above];
  const bands = ends.map((end, i): QueueStratum => ({
    name: `${Math.round(i === 0 ? 0 : ends[i - 1]!)}-${Math.round(end)}`,
    flagged: i >= bandsBelow,
    ids: []
  }));
  for (const {id, score} of answers)
    bands[ends.findIndex((end, i) => score <= end || i === ends.length - 1)]!.ids.push(id);
  return bands.filter(({ids}) => ids.length > 0);
}

/**
 * The stratum of each of the first `total` draws. Flagged and unflagged answers get half each, as long as there are any;
 * within a side, strata get shares in proportion to the root of their size.
 */
export function allocation(strata: readonly {size: number; flagged: boolean}[], total: number): number[] {
  const taken = strata.map(() => 0);
  const order: number[] = [];
  const sides = {true: 0, false: 0};
  while (order.length < total) {
    const open = strata.flatMap(({size}, i) => (taken[i]! < size ? [i] : []));
    if (open.length === 0) break;
    const isFlagged = sides.true <= sides.false;
    const own = open.filter((i) => strata[i]!.flagged === isFlagged);
    const among = own.length > 0 ? own : open;
    const need = (i: number): number => Math.sqrt(strata[i]!.size) / (taken[i]! + 0.5);
    const best = among.reduce((most, i) => (need(i) > need(most) ? i : most));
    sides[`${isFlagged}`]++;
    taken[best]!++;
    order.push(best);
  }
  return order;
}

/** How many of the first `total` draws each stratum gets. */
export function allocated(strata: readonly {size: number; flagged: boolean}[], total: number): number[] {
  const counts = strata.map(() => 0);
  for (const stratum of allocation(strata, total)) counts[stratum]!++;
  return counts;
}

function randomBy(seed: number): () => number {
  const generator = xoroshiro128plus(seed | 0);
  skipN(generator, warmUp);
  return () => uniformFloat64(generator);
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}
