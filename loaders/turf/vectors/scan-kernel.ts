import {code, encodeModule, i32, v128, type WasmFunction} from "./wasm.js";

/** Bytes of a row are read in pieces of this length: rows are padded with zeros to a multiple of it. */
export const pieceLength = 32;

/** Queries that one pass over the codes can serve. */
export const maxQueries = 4;

export type KernelScan = (codes: number, rows: number, stride: number, queries: number, out: number) => void;

/**
 * Inner products of int8 rows with 1 to 4 int16 queries as WebAssembly (SIMD, 128 bit): whole numbers, exact, at the
 * speed of the memory. All addresses are bytes of the memory, which is shared: `codes` holds the rows, `stride` bytes
 * each; `queries` what `packQueries` returns; `out` receives an int32 for each row and query.
 */
export function createScan(memory: WebAssembly.Memory, queries: number): KernelScan {
  const instance = new WebAssembly.Instance(compile(queries), {host: {memory}});
  return instance.exports.scan as KernelScan;
}

/** Queries (of `stride` values each) in the order in which the kernel reads them: piece by piece. */
export function packQueries(queries: readonly Int16Array[], stride: number): Int16Array {
  const packed = new Int16Array(queries.length * stride);
  for (let piece = 0; piece < stride / pieceLength; piece++)
    queries.forEach((query, j) => {
      const part = query.subarray(piece * pieceLength, (piece + 1) * pieceLength);
      packed.set(part, (piece * queries.length + j) * pieceLength);
    });
  return packed;
}

/** The largest value of a query with which no sum of `dimension` products of int8 and int16 leaves int32. */
export const largestQueryValue = (dimension: number): number =>
  Math.min(32_767, Math.floor((2 ** 31 - 1) / (128 * dimension)));

const modules = new Map<number, WebAssembly.Module>();

function compile(queries: number): WebAssembly.Module {
  let module = modules.get(queries);
  if (module === undefined) modules.set(queries, (module = new WebAssembly.Module(encodeModule(scanOf(queries)))));
  return module;
}

/** Parameters of the kernel, then its locals: byte of the row, its end, byte of the queries, eight codes, sums. */
const [codes, rows, stride, packed, out, at, end, query, eight, firstSum] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

const bytesPerLoad = 8; // of a row
const lanes = 4; // of a vector of sums

function scanOf(queries: number): WasmFunction {
  const sums = Array.from({length: chainsOf(queries) * queries}, (_, i) => firstSum + i);
  return {
    name: "scan",
    parameters: [i32, i32, i32, i32, i32],
    locals: [
      [3, i32],
      [1 + sums.length, v128]
    ],
    body: code.loop([
      ...startRow(sums),
      ...code.loop([
        ...multiplyPiece(queries, sums),
        ...increase(query, 2 * pieceLength * queries),
        ...increase(at, pieceLength),
        ...code.get(at),
        ...code.get(end),
        ...code.isLess,
        ...code.repeatIf
      ]),
      ...joinChains(queries, sums),
      ...storeTotals(sums.slice(0, queries)),
      ...nextRow(queries)
    ])
  };
}

/** Sums of a row and query, in turn: with one query alone each addition would wait for the one before. */
const chainsOf = (queries: number): number => (queries === 1 ? 2 : 1);

const startRow = (sums: readonly number[]): number[] => [
  ...sums.flatMap((sum) => [...code.zeroVector, ...code.set(sum)]),
  ...[...code.get(codes), ...code.set(at)],
  ...[...code.get(codes), ...code.get(stride), ...code.add, ...code.set(end)],
  ...[...code.get(packed), ...code.set(query)]
];

/** Adds the products of a piece of the row with the same piece of each query. */
const multiplyPiece = (queries: number, sums: readonly number[]): number[] =>
  Array.from({length: pieceLength / bytesPerLoad}, (_, load) => {
    const offset = load * bytesPerLoad;
    const chain = queries * (load % chainsOf(queries));
    return [
      ...[...code.get(at), ...code.loadBytes(offset), ...code.set(eight)],
      ...sums
        .slice(chain, chain + queries)
        .flatMap((sum, j) => [
          ...[...code.get(sum), ...code.get(eight)],
          ...[...code.get(query), ...code.loadVector(2 * (j * pieceLength + offset))],
          ...[...code.dotProduct, ...code.addLanes, ...code.set(sum)]
        ])
    ];
  }).flat();

const joinChains = (queries: number, sums: readonly number[]): number[] =>
  sums
    .slice(queries)
    .flatMap((part, j) => [...code.get(sums[j]!), ...code.get(part), ...code.addLanes, ...code.set(sums[j]!)]);

const storeTotals = (totals: readonly number[]): number[] =>
  totals.flatMap((total, j) => [...code.get(out), ...sumOfLanes(total), ...code.store(4 * j)]);

/** Goes on to the next row; repeats as long as there is one. */
const nextRow = (queries: number): number[] => [
  ...[...code.get(end), ...code.set(codes)],
  ...increase(out, 4 * queries),
  ...[...code.get(rows), ...code.constant(1), ...code.subtract, ...code.tee(rows), ...code.repeatIf]
];

const increase = (local: number, by: number): number[] => [
  ...[...code.get(local), ...code.constant(by), ...code.add, ...code.set(local)]
];

const sumOfLanes = (local: number): number[] =>
  Array.from({length: lanes}, (_, lane) => [
    ...[...code.get(local), ...code.lane(lane)],
    ...(lane > 0 ? code.add : [])
  ]).flat();
