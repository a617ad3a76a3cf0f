import {createAssigner, createRanker, type Assigner, type Ranker} from "./assign-graph.js";
import {BlockScores} from "./block-scores.js";
import {driftBeyond, groupCentroids, levelOf, type GroupedCentroids} from "./centroid-groups.js";
import {distanceAt, squareAt} from "./cosine.js";
import {below, exceed, leastDistance, loosen, mostDistance, scoreError, type RowBounds} from "./row-bounds.js";
import {evenBlocks} from "./vector-file.js";
import type {VectorRows} from "./vector-rows.js";

export const unassigned = 0xffffffff;

const blockBytes = 16 << 20; // of rows
const plainRows = 512; // of a call with all centroids
const fewestPlainRows = 16; // a call of very few rows is summed in another order

/** How the assignment changed in a round. */
export interface Moves {
  rows: number; // that have another centroid
  clusters: Uint8Array; // 1 where a cluster gained or lost rows
}

/** What is clustered, and how its centroids are grouped. */
export interface BoundedSpec {
  vectors: VectorRows;
  squares: Float64Array; // of the length of each row
  groupOf: Uint16Array; // of each centroid, from 0
  groups: number;
  bounds: RowBounds; // of the rows; it brings them up to date
  before: Float32Array | null; // centroids that the bounds are of; null where they say nothing yet
}

interface BoundedRound {
  centroids: Float32Array;
  assignment: Uint32Array;
  grouped: GroupedCentroids;
  ranker: Ranker;
  plain: Assigner;
  moves: Moves;
}

interface Block {
  from: number; // number of its first row
  rows: Float32Array;
  active: Int32Array; // places of its rows that scores are computed of
  labels: Uint32Array; // of the active rows, found
}

/**
 * Assigns rows to their nearest centroids round by round, without most of the distances: the triangle inequality rules
 * them out by how far centroids moved (Ding et al., "Yinyang K-means", ICML 2015). In a group only the centroids that
 * moved far enough to matter to a row are compared with it. Labels are those of `createAssigner` on all centroids, to
 * the last one: a row whose best two scores are closer than single precision tells apart is asked of it.
 */
export class BoundedAssigner {
  readonly #bounds: RowBounds;
  readonly #scores: BlockScores;
  readonly #room: Float32Array;
  readonly #blocks: {from: number; to: number}[];
  #before: Float32Array | null; // centroids of the last round

  constructor(private readonly spec: BoundedSpec) {
    const {count, dimension} = spec.vectors;
    const most = Math.min(count, Math.max(1, Math.floor(blockBytes / 4 / dimension)));
    this.#blocks = evenBlocks(count, most);
    this.#bounds = spec.bounds;
    this.#before = spec.before;
    this.#scores = new BlockScores(most, spec.groups);
    this.#room = new Float32Array(most * dimension);
  }

  /** Brings the assignment up to date. */
  async assign(centroids: Float32Array, assignment: Uint32Array): Promise<Moves> {
    const {groupOf, groups, vectors} = this.spec;
    const {dimension} = vectors;
    const k = groupOf.length;
    const grouped = groupCentroids(centroids, this.#before, groupOf, groups);
    const biases = Float32Array.from({length: k}, (_, j) => -0.5 * squareAt(centroids, j * dimension, dimension));
    const [ranker, plain] = [await createRanker(dimension), await createAssigner(centroids, biases, 1)];
    const moves = {rows: 0, clusters: new Uint8Array(k)};
    const round = {centroids, assignment, grouped, ranker, plain, moves};
    for (const {from, to} of this.#blocks) await this.#assignBlock(round, from, to);
    this.#before = centroids.slice();
    return moves;
  }

  async #assignBlock(round: BoundedRound, from: number, to: number): Promise<void> {
    const doubtful = this.#loosen(round, from, to);
    if (doubtful.length === 0) return;
    const {vectors} = this.spec;
    const rows = vectors.read(from, to, this.#room);
    const scores = this.#scores;
    scores.clear();
    const active = doubtful.filter((row) => this.#ask(round, rows, from, row));
    if (active.length === 0) return;
    const block = {from, rows, active, labels: new Uint32Array(active.length)};
    await scores.compute(round.ranker, round.grouped, rows, vectors.dimension);
    await this.#askPlain(round, block, this.#decide(round, block));
    for (let each = 0; each < active.length; each++) this.#settle(round, block, each);
  }

  /** The rows of a block that the bounds do not settle as they are; those of all others are brought up to date. */
  #loosen({assignment, grouped: {driftOf, farthest, longest}}: BoundedRound, from: number, to: number): Int32Array {
    const {upper, lower} = this.#bounds;
    const doubtful = new Int32Array(to - from);
    let count = 0;
    for (let i = from; i < to; i++) {
      const label = assignment[i]!;
      const most = label === unassigned ? Infinity : upper[i]! + driftOf[label]!;
      if (!exceed(lower, i * farthest.length, farthest, this.#bar(i, most, longest))) doubtful[count++] = i - from;
      else {
        upper[i] = most;
        loosen(lower, i * farthest.length, farthest);
      }
    }
    return doubtful.subarray(0, count);
  }

  /** What a centroid must be farther away than, so that single precision too finds the one at `distance` nearer. */
  #bar(i: number, distance: number, longest: number): number {
    return Math.sqrt(distance * distance + 4 * this.#error(i, longest)) * (1 + 1e-7);
  }

  #error(i: number, longest: number): number {
    return scoreError(this.spec.vectors.dimension, Math.sqrt(this.spec.squares[i]!), longest);
  }

  /** Measures the distance to the own centroid, then asks for what may be nearer. Returns whether anything may. */
  #ask({assignment, centroids, grouped}: BoundedRound, rows: Float32Array, from: number, row: number): boolean {
    const {farthest, longest} = grouped;
    const {dimension} = this.spec.vectors;
    const {upper, lower} = this.#bounds;
    const groups = farthest.length;
    const i = from + row;
    const own = assignment[i]!;
    if (own !== unassigned) upper[i] = distanceAt(rows, row * dimension, centroids, own * dimension, dimension);
    const bar = this.#bar(i, upper[i]!, longest);
    if (exceed(lower, i * groups, farthest, bar)) {
      loosen(lower, i * groups, farthest);
      return false;
    }
    for (let group = 0; group < groups; group++) {
      const at = i * groups + group;
      const level = lower[at]! - farthest[group]! < bar ? levelOf(grouped, group, lower[at]! - bar) : 0;
      lower[at] = below(lower[at]! - driftBeyond(grouped, group, level));
      if (level > 0) this.#scores.ask(row, group, level);
    }
    return true;
  }

  /** Labels of the active rows; returns those (as places among the active) that the scores do not tell for sure. */
  #decide({assignment, grouped: {longest}}: BoundedRound, {from, active, labels}: Block): number[] {
    const {groups, squares} = this.spec;
    const {computed, best, second, labels: labelOf} = this.#scores;
    const {upper} = this.#bounds;
    const unsure: number[] = [];
    for (let each = 0; each < active.length; each++) {
      const row = active[each]!;
      const i = from + row;
      const own = assignment[i]!;
      let label = own;
      let most = own === unassigned ? -Infinity : (squares[i]! - upper[i]! ** 2) / 2;
      let next = -Infinity;
      for (let group = 0, at = row * groups; group < groups; group++, at++) {
        if (computed[at] === 0) continue;
        const isOwn = labelOf[at] === own;
        const score = isOwn ? second[at]! : best[at]!;
        if (score > most) {
          next = most;
          most = score;
          label = labelOf[at]!;
        } else if (score > next) next = score;
        if (!isOwn && second[at]! > next) next = second[at]!;
      }
      labels[each] = label;
      if (most - next <= 4 * this.#error(i, longest)) unsure.push(each);
    }
    return unsure;
  }

  /** Asks for the labels of some rows among all centroids. */
  async #askPlain({plain}: BoundedRound, {rows, active, labels}: Block, unsure: readonly number[]): Promise<void> {
    const {dimension} = this.spec.vectors;
    for (const {from, to} of evenBlocks(unsure.length, plainRows)) {
      const some = new Float32Array(Math.max(fewestPlainRows, to - from) * dimension);
      for (let i = from; i < to; i++) {
        const at = active[unsure[i]!]! * dimension;
        some.set(rows.subarray(at, at + dimension), (i - from) * dimension);
      }
      const found = await plain(some);
      for (let i = from; i < to; i++) labels[unsure[i]!] = found.labels[i - from]!;
    }
  }

  /** Takes a label over, and what was learned of the distances of the other centroids. */
  #settle(
    {assignment, grouped, moves, centroids}: BoundedRound,
    {from, rows, active, labels}: Block,
    each: number
  ): void {
    const {groups, squares, groupOf, vectors} = this.spec;
    const {computed, best, second, labels: labelOf} = this.#scores;
    const {upper, lower} = this.#bounds;
    const row = active[each]!;
    const i = from + row;
    const own = assignment[i]!;
    const label = labels[each]!;
    const error = this.#error(i, grouped.longest);
    let score = NaN;
    for (let group = 0, at = row * groups; group < groups; group++, at++) {
      if (computed[at] === 0) continue;
      const isLabel = labelOf[at] === label;
      if (isLabel) score = best[at]!;
      const other = isLabel ? second[at]! : best[at]!;
      const least = below(leastDistance(squares[i]!, other, error));
      if (least < lower[i * groups + group]!) lower[i * groups + group] = least;
    }
    if (label === own) return;
    if (own !== unassigned) {
      const at = i * groups + groupOf[own]!;
      lower[at] = Math.min(lower[at]!, below(upper[i]!));
      moves.clusters[own] = 1;
    }
    const {dimension} = vectors;
    upper[i] = Number.isNaN(score)
      ? distanceAt(rows, row * dimension, centroids, label * dimension, dimension)
      : mostDistance(squares[i]!, score, error);
    assignment[i] = label;
    moves.clusters[label] = 1;
    moves.rows++;
  }
}
