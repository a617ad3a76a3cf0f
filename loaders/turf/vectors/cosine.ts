/** Inner product of a row of a block with a vector, in double precision; the order of the sum is always the same. */
export function dotAt(block: Float32Array | Float64Array, from: number, vector: Float32Array | Float64Array): number {
  const length = vector.length;
  const whole = length - (length % 4);
  let [a, b, c, d] = [0, 0, 0, 0] as [number, number, number, number];
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

/** Cosine of a row of a block with a vector of that length; 0 where one of them is zero. */
export function cosineAt(block: Float32Array, from: number, vector: Float32Array, vectorNorm: number): number {
  let [dot, square] = [0, 0] as [number, number];
  let [otherDot, otherSquare] = [0, 0] as [number, number];
  const whole = vector.length - (vector.length % 2);
  for (let i = 0; i < whole; i += 2) {
    const [a, b] = [block[from + i]!, block[from + i + 1]!];
    dot += a * vector[i]!;
    otherDot += b * vector[i + 1]!;
    square += a * a;
    otherSquare += b * b;
  }
  if (whole < vector.length) {
    const last = block[from + whole]!;
    dot += last * vector[whole]!;
    square += last * last;
  }
  const norm = Math.sqrt(square + otherSquare) * vectorNorm;
  return norm === 0 ? 0 : (dot + otherDot) / norm;
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
