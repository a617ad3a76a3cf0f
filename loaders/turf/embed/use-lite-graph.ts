import {encodeGraph, type Constant, type GraphNode} from "../vectors/graph.js";
import type {Weight} from "./use-lite-weights.js";

export const useLite = {dimension: 512, width: 256, mostTokens: 128} as const;

const heads = 4;
const epsilon = 1e-6;

/**
 * The encoder of USE lite as an ONNX graph: two layers of a transformer over the vectors of the tokens, their mean, and
 * a dense layer. Inputs: `ids` (texts x tokens, texts of one length) and `timing` (tokens x 256). Output: `vector`,
 * before it is brought to length 1.
 */
export function useLiteGraph(weights: ReadonlyMap<string, Weight>): Uint8Array {
  const graph = new Builder(weights);
  graph.add("Gather", ["table", "ids"], "tokens");
  graph.constant("table", "module/Embeddings_en");
  graph.add("Add", ["tokens", "tokens"], "twice");
  graph.add("Add", ["twice", "timing"], "input0");
  addLayer(graph, 0);
  addLayer(graph, 1);
  graph.add("ReduceMean", ["input2"], "mean", {axes: [1], keepdims: 0});
  graph.dense(
    "mean",
    "dense",
    "module/Encoder_en/hidden_layers/tanh_layer_0/weights",
    "module/Encoder_en/hidden_layers/tanh_layer_0/bias"
  );
  graph.add("Tanh", ["dense"], "vector");
  return encodeGraph({
    inputs: [
      {name: "ids", type: "int64", shape: ["texts", "tokens"]},
      {name: "timing", type: "float32", shape: ["tokens", useLite.width]}
    ],
    outputs: [{name: "vector", type: "float32", shape: ["texts", useLite.dimension]}],
    nodes: graph.nodes,
    constants: graph.constants
  });
}

const kona = "Encoder_en/KonaTransformer/Encode";

/** `input<n>` -> `input<n + 1>`: attention, then two dense layers, each on normed values and added to what came in. */
function addLayer(graph: Builder, n: number): void {
  const at = (name: string): string => `${name}${n}`;
  const layer = `module_apply_default/${kona}/Layer_${n}/TransformerLayer`;
  const stack = `module_apply_default/${kona}/TransformerStack/Layer_${n}/TransformerLayer`;
  const attention = `module/${kona}/Layer_${n}/TransformerLayer/MultiheadAttention`;
  const bias = (name: string): string => `${layer}/${name}/bias/ConcatPartitions/concat`;

  graph.norm(at("input"), at("normed"), layer);
  const kernel = (name: string): string => `${attention}/${name}/kernel/part_0`;
  graph.dense(at("normed"), at("qkv"), kernel("qkv_transform_single"), bias("MultiheadAttention/qkv_transform_single"));
  addAttention(graph, at, `${stack}/MultiheadAttention/mul/y`);
  graph.dense(
    at("mixed"),
    at("output"),
    kernel("output_transform_single"),
    bias("MultiheadAttention/output_transform_single")
  );
  if (n === 0) graph.dense(at("input"), at("residual"), `${layer}/dense/kernel/ConcatPartitions/concat`, bias("dense"));
  graph.add("Add", [at("output"), n === 0 ? at("residual") : at("input")], at("attended"));

  graph.norm(at("attended"), at("normed again"), `${layer}/FFN`);
  const tensor = (name: string): string => `${stack}/FFN/${name}/Tensordot/Reshape_1`;
  graph.dense(at("normed again"), at("wide"), tensor("conv1"), bias("FFN/conv1"));
  graph.add("Relu", [at("wide")], at("positive"));
  graph.dense(at("positive"), at("narrow"), tensor("conv2"), bias("FFN/conv2"));
  graph.add("Add", [at("narrow"), at("attended")], `input${n + 1}`);
}

function addAttention(graph: Builder, at: (name: string) => string, scale: string): void {
  graph.add("Split", [at("qkv")], [at("q"), at("k"), at("v")], {axis: 2});
  graph.shape("heads", 0, 0, heads, -1);
  for (const [name, perm] of [
    ["q", [0, 2, 1, 3]],
    ["k", [0, 2, 3, 1]],
    ["v", [0, 2, 1, 3]]
  ] as const) {
    graph.add("Reshape", [at(name), "heads"], at(`${name} by head`));
    graph.add("Transpose", [at(`${name} by head`)], at(`${name} heads`), {perm});
  }
  graph.constant(at("scale"), scale);
  graph.add("Mul", [at("q heads"), at("scale")], at("query"));
  graph.add("MatMul", [at("query"), at("k heads")], at("logits"));
  graph.add("Softmax", [at("logits")], at("weights"), {axis: 3});
  graph.add("MatMul", [at("weights"), at("v heads")], at("by head"));
  graph.add("Transpose", [at("by head")], at("by token"), {perm: [0, 2, 1, 3]});
  graph.shape("flat", 0, 0, -1);
  graph.add("Reshape", [at("by token"), "flat"], at("mixed"));
}

class Builder {
  readonly nodes: GraphNode[] = [];
  readonly #constants = new Map<string, Constant>();

  constructor(private readonly weights: ReadonlyMap<string, Weight>) {}

  get constants(): Constant[] {
    return [...this.#constants.values()];
  }

  add(operator: string, inputs: string[], outputs: string | string[], attributes: GraphNode["attributes"] = {}): void {
    this.nodes.push({operator, inputs, outputs: [outputs].flat(), attributes});
  }

  constant(name: string, weight: string): void {
    const found = this.weights.get(weight);
    if (found === undefined) throw new Error(`no weight ${weight} in the package of USE lite`);
    const shape = found.shape.filter((size, i) => size !== 1 || i > 1); // kernels of width 1 are matrices
    this.#constants.set(name, {name, type: "float32", shape, bytes: new Uint8Array(found.values.buffer)});
  }

  shape(name: string, ...sizes: number[]): void {
    const bytes = new Uint8Array(BigInt64Array.from(sizes, BigInt).buffer);
    this.#constants.set(name, {name, type: "int64", shape: [sizes.length], bytes});
  }

  dense(input: string, output: string, kernel: string, bias: string): void {
    this.constant(`${output} kernel`, kernel);
    this.constant(`${output} bias`, bias);
    this.add("MatMul", [input, `${output} kernel`], `${output} product`);
    this.add("Add", [`${output} product`, `${output} bias`], output);
  }

  norm(input: string, output: string, layer: string): void {
    const part = (name: string): string => `${layer}/layer_prepostprocess/layer_norm/${name}/ConcatPartitions/concat`;
    this.constant(`${output} scale`, part("layer_norm_scale"));
    this.constant(`${output} bias`, part("layer_norm_bias"));
    this.add("LayerNormalization", [input, `${output} scale`, `${output} bias`], output, {axis: 2, epsilon});
  }
}
