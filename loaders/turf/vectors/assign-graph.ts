import {encodeGraph, type GraphNode} from "./graph.js";

/** For each row of a block the centroid of the highest score, the lower one among equals, and that score. */
export interface Assigned {
  labels: Uint32Array;
  scores: Float32Array;
}

/** Takes rows x dimension, one after the other. Scores are `row . centroid + bias`. */
export type Assigner = (rows: Float32Array) => Promise<Assigned>;

/** Of some rows, one after the other, the two best centroids of a part, best first; of a part of one, that one. */
export interface TopScores {
  labels: Uint32Array; // counted from the first centroid of the part
  scores: Float32Array;
}

/** Scores of the rows of a block that `picked` names (null: of all) with a part of the centroids. */
export type Ranker = (rows: Float32Array, picked: Int32Array | null, part: CentroidPart) => Promise<TopScores>;

export interface CentroidPart {
  centroids: Float32Array; // one after the other
  biases: Float32Array;
}

/** Sessions of a number of threads; undefined: as many as there are cores. */
async function openRuntime(threads: number | undefined) {
  const {InferenceSession, Tensor} = await import("onnxruntime-node"); // an optional package, and slow to load
  const open = (picking: boolean) =>
    InferenceSession.create(assignGraph(picking), {logSeverityLevel: 3, ...(threads && {intraOpNumThreads: threads})});
  return {Tensor, all: await open(false), some: once(() => open(true))};
}

const runtimes = new Map<number | undefined, ReturnType<typeof openRuntime>>();

function runtimeOf(threads: number | undefined): ReturnType<typeof openRuntime> {
  let runtime = runtimes.get(threads);
  if (runtime === undefined) runtimes.set(threads, (runtime = openRuntime(threads)));
  return runtime;
}

/** Gemm and TopK in native code, which block the thread that calls. */
export async function createAssigner(
  centroids: Float32Array,
  biases: Float32Array,
  threads?: number
): Promise<Assigner> {
  const k = biases.length;
  const dimension = centroids.length / k;
  const {Tensor, all} = await runtimeOf(threads);
  const fixed = {
    centroids: new Tensor("float32", centroids, [k, dimension]),
    biases: new Tensor("float32", biases, [k]),
    top: new Tensor("int64", BigInt64Array.of(1n), [1])
  };
  return async (rows) => {
    const block = new Tensor("float32", rows, [rows.length / dimension, dimension]);
    const {label, score} = await all.run({rows: block, ...fixed});
    return {labels: lowWords(label!.data as BigInt64Array), scores: score!.data as Float32Array};
  };
}

/** For parts of the centroids and of the rows; on the thread that calls. */
export async function createRanker(dimension: number): Promise<Ranker> {
  const {Tensor, all, some} = await runtimeOf(1);
  const picking = await some();
  return async (rows, picked, {centroids, biases}) => {
    const top = Math.min(2, biases.length);
    const fixed = {
      rows: new Tensor("float32", rows, [rows.length / dimension, dimension]),
      centroids: new Tensor("float32", centroids, [biases.length, dimension]),
      biases: new Tensor("float32", biases, [biases.length]),
      top: new Tensor("int64", BigInt64Array.of(BigInt(top)), [1])
    };
    const {label, score} =
      picked === null
        ? await all.run(fixed)
        : await picking.run({...fixed, picked: new Tensor("int32", picked, [picked.length])});
    return {labels: lowWords(label!.data as BigInt64Array), scores: score!.data as Float32Array};
  };
}

function assignGraph(picking: boolean): Uint8Array {
  const gather: GraphNode = {operator: "Gather", inputs: ["rows", "picked"], outputs: ["some"]};
  return encodeGraph({
    inputs: [
      {name: "rows", type: "float32", shape: ["n", "dimension"]},
      ...(picking ? [{name: "picked", type: "int32", shape: ["m"]} as const] : []),
      {name: "centroids", type: "float32", shape: ["k", "dimension"]},
      {name: "biases", type: "float32", shape: ["k"]},
      {name: "top", type: "int64", shape: [1]}
    ],
    outputs: [
      {name: "score", type: "float32", shape: ["m", "best"]},
      {name: "label", type: "int64", shape: ["m", "best"]}
    ],
    nodes: [
      ...(picking ? [gather] : []),
      {
        operator: "Gemm",
        inputs: [picking ? "some" : "rows", "centroids", "biases"],
        outputs: ["scores"],
        attributes: {transB: 1}
      },
      {operator: "TopK", inputs: ["scores", "top"], outputs: ["score", "label"]}
    ]
  });
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function lowWords({buffer, byteOffset, length}: BigInt64Array): Uint32Array {
  const words = new Uint32Array(buffer, byteOffset, 2 * length);
  const low = new Uint32Array(length);
  for (let i = 0; i < length; i++) low[i] = words[2 * i]!;
  return low;
}
