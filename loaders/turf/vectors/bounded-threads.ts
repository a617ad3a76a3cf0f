import {availableParallelism} from "node:os";
import {Thread} from "../../util/thread.js";
import type {BoundedSpec, Moves} from "./bounded-assigner.js";
import type {OpenBounds} from "./bounds-worker.js";
import {boundsOf} from "./row-bounds.js";
import {evenBlocks} from "./vector-file.js";

const rowsPerThread = 16_384; // fewer are not worth a thread
const maxThreads = 16;

/** Assigns the rows of a vector file as a BoundedAssigner does, in threads that have a stretch of the rows each. */
export class BoundedThreads {
  readonly #threads: Promise<Thread[]>;

  /** `assignment` and bounds are shared memory: the threads write them. */
  constructor(
    {path, first}: {path: string; first: number}, // the file, and the place of the first row in it
    spec: Omit<BoundedSpec, "vectors">,
    assignment: Uint32Array<SharedArrayBuffer>
  ) {
    const {length} = assignment;
    const threads = Math.max(1, Math.min(availableParallelism(), maxThreads, Math.floor(length / rowsPerThread)));
    const opened = evenBlocks(length, Math.ceil(length / threads)).map(async ({from, to}) => {
      const thread = new Thread(new URL("./bounds-worker.ts", import.meta.url));
      const squares = spec.squares.slice(from, to);
      const rows = {
        squares,
        bounds: boundsOf(spec.bounds, from, to, spec.groups),
        assignment: assignment.subarray(from, to)
      };
      await thread.call("open", {...spec, ...rows, path, from: first + from, to: first + to} satisfies OpenBounds);
      return thread;
    });
    this.#threads = Promise.all(opened);
  }

  async close(): Promise<void> {
    await Promise.all((await this.#threads).map((thread) => thread.close()));
  }

  async assign(centroids: Float32Array): Promise<Moves> {
    const threads = await this.#threads;
    const parts = await Promise.all(threads.map((thread) => thread.call<Moves>("assign", centroids)));
    const clusters = new Uint8Array(parts[0]!.clusters.length);
    for (const part of parts) part.clusters.forEach((moved, j) => (clusters[j]! |= moved));
    return {rows: parts.reduce((sum, {rows}) => sum + rows, 0), clusters};
  }
}
