/** Inner product of a row of a block with a vector, in double precision; the order of the sum is always the same. */
export function dotAt(block: Float32Array | Float64Array, from: number, vector: Float32Array | Float64Array): number {
  const length = vector.length;
  const whole = length - (length % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i < whole; i += 4) {
    a += block[from + i]! * vector[i]!;
    b += block[from + i + 1]! * vector[i + 1]!;
    c += block[from + i + 2]! * vector[i + 2]!;
    d += block[from + i + 3]! * vector[i + 3]!;
  }
  for (; i < length; i++) a += block[from + i]! * vector[i]!;
  return a + b + (c + d);
}

/** Squared length of a row of a block, in double precision. */
export const squareAt = (block: Float32Array, from: number, dimension: number): number =>
  dotAt(block, from, block.subarray(from, from + dimension));

/** Length of a row of a block, in double precision. */
export const normAt = (block: Float32Array, from: number, dimension: number): number =>
  Math.sqrt(squareAt(block, from, dimension));

/** Euclidean distance of a row of one block from a row of another, in double precision. */
export function distanceAt(a: Float32Array, fromA: number, b: Float32Array, fromB: number, dimension: number): number {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  const whole = dimension - (dimension % 4);
  let i = 0;
  for (; i < whole; i += 4) {
    const x0 = a[fromA + i]! - b[fromB + i]!;
    const x1 = a[fromA + i + 1]! - b[fromB + i + 1]!;
    const x2 = a[fromA + i + 2]! - b[fromB + i + 2]!;
    const x3 = a[fromA + i + 3]! - b[fromB + i + 3]!;
    a0 += x0 * x0;
    a1 += x1 * x1;
    a2 += x2 * x2;
    a3 += x3 * x3;
  }
  for (; i < dimension; i++) a0 += (a[fromA + i]! - b[fromB + i]!) ** 2;
  return Math.sqrt(a0 + a1 + (a2 + a3));
}

/** Cosine of a row of a block with a vector of that length; 0 where one of them is zero. */
export function cosineAt(block: Float32Array, from: number, vector: Float64Array, vectorNorm: number): number {
  const whole = vector.length - (vector.length % 4);
  let ax = 0;
  let bx = 0;
  let cx = 0;
  let dx = 0;
  let aa = 0;
  let bb = 0;
  let cc = 0;
  let dd = 0;
  let i = 0;
  for (; i < whole; i += 4) {
    const a = block[from + i]!;
    const b = block[from + i + 1]!;
    const c = block[from + i + 2]!;
    const d = block[from + i + 3]!;
    ax += a * vector[i]!;
    bx += b * vector[i + 1]!;
    cx += c * vector[i + 2]!;
    dx += d * vector[i + 3]!;
    aa += a * a;
    bb += b * b;
    cc += c * c;
    dd += d * d;
  }
  for (; i < vector.length; i++) {
    const a = block[from + i]!;
    ax += a * vector[i]!;
    aa += a * a;
  }
  const norm = Math.sqrt(aa + bb + (cc + dd)) * vectorNorm;
  return norm === 0 ? 0 : (ax + bx + (cx + dx)) / norm;
}

/** Index of the first value that is not finite, or -1. */
export const findNotFinite = (values: Float32Array): number => values.findIndex((value) => !Number.isFinite(value));

/** Brings every row to length 1, in place; a zero row stays zero. */
export function normaliseRows(rows: Float32Array, dimension: number): Float32Array {
  for (let from = 0; from < rows.length; from += dimension) {
    const norm = normAt(rows, from, dimension);
    if (norm > 0) for (let i = from; i < from + dimension; i++) rows[i] = rows[i]! / norm;
  }
  return rows;
}
