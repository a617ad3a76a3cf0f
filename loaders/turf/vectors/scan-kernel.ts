/** Bytes of a row are read in pieces of this length: rows are padded with zeros to a multiple of it. */
export const pieceLength = 32;

/** Queries that one pass over the codes can serve. */
export const mostQueries = 4;

export type Scan = (codes: number, rows: number, stride: number, queries: number, out: number) => void;

/**
 * Inner products of int8 rows with 1 to 4 int16 queries as WebAssembly (SIMD, 128 bit): whole numbers, exact, at the
 * speed of the memory. All addresses are bytes of the memory, which is a shared one: `codes` holds the rows, `stride` bytes each; `queries`
 * what `packQueries` gives; `out` receives an int32 for each row and query.
 */
export function createScan(memory: WebAssembly.Memory, queries: number): Scan {
  const instance = new WebAssembly.Instance(compile(queries), {host: {memory}});
  return instance.exports.scan as Scan;
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
  if (module === undefined) modules.set(queries, (module = new WebAssembly.Module(encodeModule(queries))));
  return module;
}

const mostPages = 65_536;
const i32 = 0x7f;
const v128 = 0x7b;

function encodeModule(queries: number): Uint8Array<ArrayBuffer> {
  const type = [0x60, ...list([[i32], [i32], [i32], [i32], [i32]]), ...list([])];
  const memory = [...text("host"), ...text("memory"), 0x02, 0x03, 0x01, ...unsigned(mostPages)]; // shared
  const body = [
    ...list([
      [3, i32],
      [1 + queries * chainsOf(queries), v128]
    ]),
    ...scanCode(queries),
    code.end
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [type]),
    ...section(2, [memory]),
    ...section(3, [[0x00]]),
    ...section(7, [[...text("scan"), 0x00, 0x00]]),
    ...section(10, [[...unsigned(body.length), ...body]])
  ]);
}

/** Sums of a row and query, in turn: with one query alone each addition would wait for the one before. */
const chainsOf = (queries: number): number => (queries === 1 ? 2 : 1);

const code = {loop: [0x03, 0x40], end: 0x0b, repeatIf: [0x0d, 0x00], less: 0x49, add: 0x6a, subtract: 0x6b} as const;

/** Locals 0-4 are the parameters, then: byte of the row, its end, byte of the queries, eight codes, sums. */
function scanCode(queries: number): number[] {
  const [codes, rows, stride, packed, out, at, end, query, eight, sum] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
  const chains = chainsOf(queries);
  const sums = Array.from({length: chains * queries}, (_, i) => sum + i);
  const totals = sums.slice(0, queries);
  const step = [0, 8, 16, 24].flatMap((offset) => [
    ...get(at), ...loadCodes(offset), ...set(eight),
    ...sums.slice(queries * ((offset / 8) % chains)).slice(0, queries).flatMap((total, j) => [
      ...get(total), ...get(eight), ...get(query), ...loadVector(2 * (j * pieceLength + offset)),
      ...vector(0xba), ...vector(0xae), ...set(total)
    ])
  ]); // prettier-ignore
  return [
    ...code.loop,
    ...sums.flatMap((total) => [...vector(0x0c), ...new Array<number>(16).fill(0), ...set(total)]),
    ...get(codes), ...set(at),
    ...get(codes), ...get(stride), code.add, ...set(end),
    ...get(packed), ...set(query),
    ...code.loop, ...step, ...increase(query, 2 * pieceLength * queries), ...increase(at, pieceLength),
    ...get(at), ...get(end), code.less, ...code.repeatIf, code.end,
    ...sums.slice(queries).flatMap((part, j) => [...get(totals[j]!), ...get(part), ...vector(0xae), ...set(totals[j]!)]),
    ...totals.flatMap((total, j) => [...get(out), ...sumOfLanes(total), 0x36, 0x02, ...unsigned(4 * j)]),
    ...get(end), ...set(codes), ...increase(out, 4 * queries),
    ...get(rows), ...constant(1), code.subtract, 0x22, rows, ...code.repeatIf, code.end
  ]; // prettier-ignore
}

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const constant = (value: number): number[] => [0x41, ...signed(value)];
const vector = (operator: number): number[] => [0xfd, ...unsigned(operator)];
const loadCodes = (offset: number): number[] => [...vector(0x01), 0x03, ...unsigned(offset)];
const loadVector = (offset: number): number[] => [...vector(0x00), 0x04, ...unsigned(offset)];
const increase = (local: number, by: number): number[] => [...get(local), ...constant(by), code.add, ...set(local)];

const sumOfLanes = (local: number): number[] =>
  [0, 1, 2, 3].flatMap((lane) => [...get(local), ...vector(0x1b), lane, ...(lane > 0 ? [code.add] : [])]);

const section = (id: number, items: readonly number[][]): number[] => {
  const content = list(items);
  return [id, ...unsigned(content.length), ...content];
};

const list = (items: readonly number[][]): number[] => [...unsigned(items.length), ...items.flat()];
const text = (value: string): number[] => [...unsigned(value.length), ...Buffer.from(value)];

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x80; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}

/** Of a value from 0. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x40; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}
