import {field, floatField, integerField, join, type Field} from "./protobuf.js";

/** Element types by their number in the ONNX format. */
export const elementTypes = {float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7} as const;
export type ElementType = keyof typeof elementTypes;

export interface Port {
  name: string;
  type: ElementType;
  shape: readonly (number | string)[]; // a text stands for a size that is known only when it runs
}

export interface Constant {
  name: string;
  type: ElementType;
  shape: readonly number[];
  bytes: Uint8Array; // little endian
}

export interface GraphNode {
  operator: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: Readonly<Record<string, number | readonly number[]>>; // natural numbers, lists of them, or fractions
}

export interface Graph {
  inputs: readonly Port[];
  outputs: readonly Port[];
  nodes: readonly GraphNode[];
  constants?: readonly Constant[];
}

const formatVersion = 8;
const operatorVersion = 17;

/** Writes a graph of a few nodes as an ONNX model, so that no other tool has to make the file. */
export function encodeGraph({inputs, outputs, nodes, constants = []}: Graph): Uint8Array {
  const graph = [
    ...nodes.map((node) => field(1, encodeNode(node))),
    field(2, "graph"),
    ...constants.map((constant) => field(5, encodeConstant(constant))),
    ...inputs.map((port) => field(11, encodePort(port))),
    ...outputs.map((port) => field(12, encodePort(port)))
  ];
  return join([
    integerField(1, formatVersion),
    field(7, graph),
    field(8, [field(1, ""), integerField(2, operatorVersion)])
  ]);
}

const encodeNode = ({operator, inputs, outputs, attributes = {}}: GraphNode): Field[] => [
  ...inputs.map((name) => field(1, name)),
  ...outputs.map((name) => field(2, name)),
  field(4, operator),
  ...Object.entries(attributes).map(([name, value]) => field(5, [field(1, name), ...encodeAttribute(value)]))
];

const attributeType = (type: number): Field => integerField(20, type);

function encodeAttribute(value: number | readonly number[]): Field[] {
  if (typeof value !== "number") return [...value.map((item) => integerField(8, item)), attributeType(7)];
  return Number.isInteger(value)
    ? [integerField(3, value), attributeType(2)]
    : [floatField(2, value), attributeType(1)];
}

const encodeConstant = ({name, type, shape, bytes}: Constant): Field[] => [
  ...shape.map((size) => integerField(1, size)),
  integerField(2, elementTypes[type]),
  field(8, name),
  field(9, bytes)
];

const encodePort = ({name, type, shape}: Port): Field[] => {
  const sizes = shape.map((size) => field(1, [typeof size === "string" ? field(2, size) : integerField(1, size)]));
  return [field(1, name), field(2, [field(1, [integerField(1, elementTypes[type]), field(2, sizes)])])];
};
