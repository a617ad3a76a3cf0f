import {normaliseRows} from "../../loaders/turf/vectors/cosine.js";
import {VectorWriter} from "../../loaders/turf/vectors/vector-file.js";
import {createRandom} from "../../loaders/util/random.js";

const rowsAtOnce = 4096;

/**
 * Writes unit vectors as attributes give them: `kinds` meanings, each in many wordings, around which the rows lie at a
 * cosine of about 0.7.
 */
export function writeVectors(path: string, rows: number, dimension: number, kinds: number, coded: boolean): void {
  const random = createRandom(rows + dimension);
  const draw = (): number => random() + random() + random() - 1.5;
  const pool = Float32Array.from({length: 1 << 20}, draw); // drawn once: noise is a stretch of it from a random place
  const centres = Array.from({length: kinds}, () => stretch(pool, random, dimension));
  const writer = new VectorWriter(path, dimension, {coded});
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const block = new Float32Array(Math.min(rowsAtOnce, rows - from) * dimension);
    for (let at = 0; at < block.length; at += dimension) {
      const centre = centres[Math.floor(random() * kinds)]!;
      const noise = stretch(pool, random, dimension);
      for (let i = 0; i < dimension; i++) block[at + i] = centre[i]! + noise[i]!;
    }
    writer.append(normaliseRows(block, dimension));
  }
  writer.finish().close();
}

function stretch(pool: Float32Array, random: () => number, length: number): Float32Array {
  const from = Math.floor(random() * (pool.length - length));
  return pool.subarray(from, from + length);
}
