import {encodeGraph} from "./graph.js";

/** For each row of a block the centroid of the highest score, the lower one among equals, and that score. */
export interface Assigned {
  labels: Uint32Array;
  scores: Float32Array;
}

/** Takes rows x dimension, one after the other. Scores are `row . centroid + bias`. */
export type Assigner = (rows: Float32Array) => Promise<Assigned>;

const runtime = once(async () => {
  const {InferenceSession, Tensor} = await import("onnxruntime-node"); // an optional package, and slow to load
  return {Tensor, session: await InferenceSession.create(assignGraph(), {logSeverityLevel: 3})};
});

/** Gemm and TopK in native code, which block the thread that calls. */
export async function createAssigner(centroids: Float32Array, biases: Float32Array): Promise<Assigner> {
  const k = biases.length;
  const dimension = centroids.length / k;
  const {Tensor, session} = await runtime();
  const fixed = {
    centroids: new Tensor("float32", centroids, [k, dimension]),
    biases: new Tensor("float32", biases, [k]),
    one: new Tensor("int64", BigInt64Array.of(1n), [1])
  };
  return async (rows) => {
    const block = new Tensor("float32", rows, [rows.length / dimension, dimension]);
    const {label, score} = await session.run({rows: block, ...fixed});
    return {labels: lowWords(label!.data as BigInt64Array), scores: score!.data as Float32Array};
  };
}

function assignGraph(): Uint8Array {
  return encodeGraph({
    inputs: [
      {name: "rows", type: "float32", shape: ["n", "dimension"]},
      {name: "centroids", type: "float32", shape: ["k", "dimension"]},
      {name: "biases", type: "float32", shape: ["k"]},
      {name: "one", type: "int64", shape: [1]}
    ],
    outputs: [
      {name: "score", type: "float32", shape: ["n", 1]},
      {name: "label", type: "int64", shape: ["n", 1]}
    ],
    nodes: [
      {operator: "Gemm", inputs: ["rows", "centroids", "biases"], outputs: ["scores"], attributes: {transB: 1}},
      {operator: "TopK", inputs: ["scores", "one"], outputs: ["score", "label"]}
    ]
  });
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const lowWords = ({buffer, byteOffset, length}: BigInt64Array): Uint32Array =>
  new Uint32Array(buffer, byteOffset, 2 * length).filter((_, i) => i % 2 === 0);
