/**
 * Writes WebAssembly, as far as one kernel needs it: modules of one function that share a memory with their host, and
 * the instructions of its loops. Bytes and names are those of the specification (WebAssembly Core 2.0, "Binary Format",
 * and the threads proposal for shared memory).
 */

/** Types of values. */
export const i32 = 0x7f;
export const v128 = 0x7b;

const functionType = 0x60;
const emptyBlock = 0x40; // a block that takes nothing and returns nothing
const sections = {type: 1, import: 2, function: 3, export: 7, code: 10} as const;
const kinds = {function: 0x00, memory: 0x02} as const;
const sharedWithMaximum = 0x03; // limits of a memory
const maxPages = 65_536;
const magicAndVersion = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

const opcodes = {
  loop: 0x03,
  end: 0x0b,
  branchIf: 0x0d,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  i32Store: 0x36,
  i32Const: 0x41,
  i32LessUnsigned: 0x49,
  i32Add: 0x6a,
  i32Subtract: 0x6b,
  vector: 0xfd // prefix of the vector instructions
} as const;

const vectorOpcodes = {
  load: 0x00,
  load8x8Signed: 0x01,
  const: 0x0c,
  i32x4ExtractLane: 0x1b,
  i32x4Add: 0xae,
  i32x4DotI16x8Signed: 0xba
} as const;

/** Alignments, as exponents of 2. */
const align4 = 2;
const align8 = 3;
const align16 = 4;

const vector = (name: keyof typeof vectorOpcodes): number[] => [opcodes.vector, ...unsigned(vectorOpcodes[name])];

/** Instructions; operands are on the stack, where nothing else is said. Offsets are bytes after the address. */
export const code = {
  /** Runs the body again as long as `repeatIf` in it finds a value other than 0. */
  loop: (body: readonly number[]): number[] => [opcodes.loop, emptyBlock, ...body, opcodes.end],
  repeatIf: [opcodes.branchIf, 0],
  get: (local: number): number[] => [opcodes.localGet, local],
  set: (local: number): number[] => [opcodes.localSet, local],
  /** Sets a local and keeps the value on the stack. */
  tee: (local: number): number[] => [opcodes.localTee, local],
  constant: (value: number): number[] => [opcodes.i32Const, ...signed(value)],
  isLess: [opcodes.i32LessUnsigned],
  add: [opcodes.i32Add],
  subtract: [opcodes.i32Subtract],
  store: (offset: number): number[] => [opcodes.i32Store, align4, ...unsigned(offset)],
  zeroVector: [...vector("const"), ...new Array<number>(16).fill(0)],
  loadVector: (offset: number): number[] => [...vector("load"), align16, ...unsigned(offset)],
  /** Eight bytes as eight 16-bit lanes. */
  loadBytes: (offset: number): number[] => [...vector("load8x8Signed"), align8, ...unsigned(offset)],
  /** Products of eight 16-bit lanes, added in pairs: four 32-bit lanes. */
  dotProduct: vector("i32x4DotI16x8Signed"),
  addLanes: vector("i32x4Add"),
  lane: (lane: number): number[] => [...vector("i32x4ExtractLane"), lane]
} as const;

export interface WasmFunction {
  name: string; // of the export
  parameters: readonly number[]; // types
  locals: readonly (readonly [count: number, type: number])[]; // after the parameters
  body: readonly number[];
}

/** A module of one function, without a result, on the shared memory that the host gives as `host.memory`. */
export function encodeModule({name, parameters, locals, body}: WasmFunction): Uint8Array<ArrayBuffer> {
  const type = [functionType, ...list(parameters.map((each) => [each])), ...list([])];
  const memory = [...text("host"), ...text("memory"), kinds.memory, sharedWithMaximum, 1, ...unsigned(maxPages)];
  const content = [...list(locals), ...body, opcodes.end];
  return Uint8Array.from([
    ...magicAndVersion,
    ...section(sections.type, [type]),
    ...section(sections.import, [memory]),
    ...section(sections.function, [[0]]),
    ...section(sections.export, [[...text(name), kinds.function, 0]]),
    ...section(sections.code, [[...unsigned(content.length), ...content]])
  ]);
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  const content = list(items);
  return [id, ...unsigned(content.length), ...content];
}

const list = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];
const text = (value: string): number[] => [...unsigned(value.length), ...Buffer.from(value)];

/** LEB128 of a whole number from 0. */
function unsigned(value: number): number[] {
  return leb128(value, 0x80);
}

/** Signed LEB128 of a whole number from 0: the last byte has no sign bit. */
function signed(value: number): number[] {
  return leb128(value, 0x40);
}

function leb128(value: number, end: number): number[] {
  const bytes: number[] = [];
  for (; value >= end; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}
