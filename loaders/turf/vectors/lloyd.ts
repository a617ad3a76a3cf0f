import {availableParallelism} from "node:os";
import {createRandom} from "../../util/random.js";
import {createAssigner} from "./assign-graph.js";
import {BoundedAssigner, unassigned} from "./bounded-assigner.js";
import {BoundedThreads} from "./bounded-threads.js";
import {dotAt, squareAt} from "./cosine.js";
import {drawRows} from "./draw-rows.js";
import {openBounds, type RowBounds} from "./row-bounds.js";
import {evenBlocks} from "./vector-file.js";
import {rowsInMemory, type VectorRows} from "./vector-rows.js";

export interface LloydSpec {
  k: number; // at most as many as there are rows
  seed: number;
  empty: "keep" | "move";
  centroids?: Float32Array; // to start from; defaults to rows drawn at random
  weights?: Float64Array; // of each row: clusters as if it were there that many times (default 1)
  bounds?: boolean; // leaves out distances that bounds rule out; defaults to where that is quicker
  kept?: KeptBounds | null; // of a round before with these rows, from which it goes on
}

/** What a round with bounds leaves for the next one. */
export interface KeptBounds extends RowBounds {
  groupOf: Uint16Array; // of each centroid
  labels: Uint32Array; // of each row
  before: Float32Array; // the centroids of the round
}

export interface Round {
  inertia: number; // sum of squared distances to the nearest centroid
  changed: number; // rows whose nearest centroid is another than before
}

/** The stop rule of the released code: inertia fell by less than a share of what it was, or no label changed. */
export const isSettled = ({inertia, changed}: Round, before: number, tolerance: number): boolean =>
  changed === 0 || before - inertia < tolerance * before;

const scoreBytes = 16 << 20; // of one block: rows x centroids, so that the scores stay in the cache
const blockBytes = 32 << 20; // of rows

/** Rows of one block, by the size of its scores and of itself. */
export const rowsPerBlock = (k: number, dimension: number): number =>
  Math.max(1, Math.floor(Math.min(scoreBytes / 4 / k, blockBytes / 4 / dimension)));

const fewestCentroids = 1000; // below, and with few for each core, computing all distances costs less
const centroidsPerCore = 128;
const centroidsPerGroup = 100;
const maxGroups = 8; // with more, less is computed and more looked up
const boundBytes = 256 << 20;
const groupRounds = 5; // of clustering the centroids

/** Whether bounds are worth keeping for k centroids. */
const paysOff = (k: number): boolean => k >= Math.max(fewestCentroids, centroidsPerCore * availableParallelism());

/** Groups of centroids for which each row keeps a bound. */
const groupCount = (rows: number, k: number): number =>
  Math.max(1, Math.min(maxGroups, Math.round(k / centroidsPerGroup), Math.floor(boundBytes / 4 / rows)));

export interface ClusterSums {
  sums: Float64Array; // k x dimension
  masses: Float64Array; // k
}

/** Moves centroids to the means of their rows. Returns those without rows, which stay where they are. */
export function moveToMeans(centroids: Float32Array, {sums, masses}: ClusterSums): number[] {
  const dimension = centroids.length / masses.length;
  const empty: number[] = [];
  masses.forEach((mass, j) => {
    if (mass === 0) empty.push(j);
    else for (let i = j * dimension; i < (j + 1) * dimension; i++) centroids[i] = sums[i]! / mass;
  });
  return empty;
}

/** Lloyd's algorithm: a round assigns every row to its nearest centroid and moves the centroids. */
export class Lloyd {
  readonly #squares: Float64Array; // |row|^2
  readonly #blocks: {from: number; to: number}[];
  readonly #room: Float32Array;
  readonly #sums: Float64Array;
  readonly #masses: Float64Array; // of each cluster, the weights of its rows
  readonly counts: Uint32Array;
  readonly assignment: Uint32Array<SharedArrayBuffer>;
  readonly centroids: Float32Array;
  #bounded: BoundedAssigner | BoundedThreads | null = null;
  #bounds: (RowBounds & {groupOf: Uint16Array}) | null = null;
  #isSummed = false; // sums are those of the assignment
  #distances: Float32Array | null = null; // squared, to the nearest centroid; only where empty clusters move

  constructor(
    private readonly vectors: VectorRows,
    private readonly spec: LloydSpec
  ) {
    const {count, dimension} = vectors;
    const most = rowsPerBlock(spec.k, dimension);
    this.#blocks = evenBlocks(count, most);
    this.#room = new Float32Array(Math.min(count, most) * dimension);
    this.#squares = new Float64Array(count);
    this.#sums = new Float64Array(spec.k * dimension);
    this.#masses = new Float64Array(spec.k);
    this.counts = new Uint32Array(spec.k);
    this.assignment = new Uint32Array(new SharedArrayBuffer(4 * count)).fill(unassigned);
    this.centroids = spec.centroids ?? this.#draw();
    if (spec.empty === "move") this.#distances = new Float32Array(count);
    this.#measure();
  }

  /** Assigns every row to its nearest centroid, the lower one among equals. */
  async assign(): Promise<Round> {
    const {k, empty, bounds = paysOff(k)} = this.spec;
    return bounds && empty === "keep" ? this.#assignByBounds() : this.#assignPlainly();
  }

  async #assignByBounds(): Promise<Round> {
    this.#bounded ??= await this.#openBounds();
    const moves = await this.#bounded.assign(this.centroids, this.assignment);
    this.#sum(this.#isSummed ? moves.clusters : moves.clusters.fill(1));
    this.#isSummed = true;
    return {inertia: this.#inertia(), changed: moves.rows};
  }

  async #openBounds(): Promise<BoundedAssigner | BoundedThreads> {
    const {count, path, first = 0} = this.vectors;
    const {k, kept} = this.spec;
    const groups = groupCount(count, k);
    const groupOf = kept?.groupOf ?? (await this.#group(groups));
    const bounds = openBounds(count, groups);
    if (kept) {
      bounds.upper.set(kept.upper);
      bounds.lower.set(kept.lower);
      this.assignment.set(kept.labels);
    }
    this.#bounds = {...bounds, groupOf};
    const spec = {squares: this.#squares, groupOf, groups, bounds, before: kept?.before ?? null};
    return path === undefined
      ? new BoundedAssigner({...spec, vectors: this.vectors})
      : new BoundedThreads({path, first}, spec, this.assignment);
  }

  async #group(groups: number): Promise<Uint16Array> {
    const centroids = rowsInMemory(this.centroids.slice(), this.vectors.dimension);
    const {seed} = this.spec;
    const grouping = await new Lloyd(centroids, {k: groups, seed, empty: "move"}).run(groupRounds, 0);
    return Uint16Array.from(grouping.assignment);
  }

  /** The bounds after a round, and the groups that they are of; null where all distances were computed. */
  get bounds(): (RowBounds & {groupOf: Uint16Array}) | null {
    return this.#bounds;
  }

  /** Ends the threads of bounds. */
  async close(): Promise<void> {
    if (this.#bounded instanceof BoundedThreads) await this.#bounded.close();
  }

  /** Sums of the clusters that changed, each over all its rows in order: the same numbers as if all were summed. */
  #sum(changed: Uint8Array): void {
    const {dimension} = this.vectors;
    changed.forEach((is, j) => {
      if (is === 0) return;
      this.#sums.fill(0, j * dimension, (j + 1) * dimension);
      this.#masses[j] = this.counts[j] = 0;
    });
    for (const {from, to} of this.#blocks) {
      let rows: Float32Array | null = null;
      for (let i = from; i < to; i++) {
        const label = this.assignment[i]!;
        if (changed[label] === 0) continue;
        rows ??= this.vectors.read(from, to, this.#room);
        this.#add(rows, (i - from) * dimension, label, this.#weight(i));
      }
    }
  }

  async #assignPlainly(): Promise<Round> {
    const {k} = this.spec;
    const {dimension} = this.vectors;
    const biases = Float32Array.from({length: k}, (_, j) => -0.5 * squareAt(this.centroids, j * dimension, dimension));
    const assign = await createAssigner(this.centroids, biases);
    this.#sums.fill(0);
    this.#masses.fill(0);
    this.counts.fill(0);
    let changed = 0;
    for (const {from, to} of this.#blocks) {
      const rows = this.vectors.read(from, to, this.#room);
      const {labels, scores} = await assign(rows);
      for (let i = from; i < to; i++) {
        const label = labels[i - from]!;
        if (this.assignment[i] !== label) changed++;
        this.assignment[i] = label;
        this.#add(rows, (i - from) * dimension, label, this.#weight(i));
        if (this.#distances) this.#distances[i] = Math.max(0, this.#squares[i]! - 2 * scores[i - from]!);
      }
    }
    return {inertia: this.#inertia(), changed};
  }

  /** Of each cluster, the sum of its rows times their weights, and the sum of the weights. */
  get sums(): ClusterSums {
    return {sums: this.#sums, masses: this.#masses};
  }

  /** Moves every centroid to the mean of its rows; one without rows stays, or goes to the row that is farthest off. */
  update(): void {
    const empty = moveToMeans(this.centroids, this.sums);
    if (this.#distances !== null) this.#move(empty, this.#distances);
  }

  /** Rounds until inertia falls by less than `tolerance`, no label changes, or `iterations` have been made. */
  async run(iterations: number, tolerance: number): Promise<this> {
    let before = Infinity;
    for (let iteration = 1; ; iteration++) {
      const round = await this.assign();
      if (iteration === iterations || isSettled(round, before, tolerance)) return this;
      before = round.inertia;
      this.update();
    }
  }

  #weight(row: number): number {
    return this.spec.weights?.[row] ?? 1;
  }

  #add(rows: Float32Array, from: number, label: number, weight: number): void {
    const {dimension} = this.vectors;
    const to = label * dimension;
    const sums = this.#sums;
    for (let i = 0; i < dimension; i++) sums[to + i]! += weight * rows[from + i]!;
    this.#masses[label]! += weight;
    this.counts[label]!++;
  }

  /** In doubles, from the sums: sum w |x|^2 - 2 sum c.S + sum m |c|^2, with m the weights of a cluster. */
  #inertia(): number {
    const {dimension} = this.vectors;
    let inertia = this.#squares.reduce((sum, square, i) => sum + this.#weight(i) * square, 0);
    this.#masses.forEach((mass, j) => {
      const at = j * dimension;
      const centroid = this.centroids.subarray(at, at + dimension);
      inertia += mass * squareAt(this.centroids, j * dimension, dimension) - 2 * dotAt(this.#sums, at, centroid);
    });
    return Math.max(0, inertia);
  }

  #measure(): void {
    const {dimension} = this.vectors;
    for (const {from, to} of this.#blocks) {
      const rows = this.vectors.read(from, to, this.#room);
      for (let i = from; i < to; i++) this.#squares[i] = squareAt(rows, (i - from) * dimension, dimension);
    }
  }

  /** k different rows drawn by their weights, in the order of their numbers. */
  #draw(): Float32Array {
    const {count, dimension} = this.vectors;
    const {k, seed, weights} = this.spec;
    const drawn = drawRows(createRandom(seed), count, k, weights);
    const centroids = new Float32Array(k * dimension);
    drawn.forEach((row, j) => centroids.set(this.vectors.row(row), j * dimension));
    return centroids;
  }

  #move(empty: readonly number[], distances: Float32Array): void {
    if (empty.length === 0) return;
    const {dimension} = this.vectors;
    const farthest = Uint32Array.from(distances, (_, i) => i).sort((a, b) => distances[b]! - distances[a]! || a - b);
    empty.forEach((j, i) => this.centroids.set(this.vectors.row(farthest[i]!), j * dimension));
  }
}
