import {kMeans} from "../../loaders/turf/vectors/k-means.js";
import {openVectors} from "../../loaders/turf/vectors/vector-file.js";

export interface MeansMeasure {
  seconds: number; // an iteration
  plain: number; // the same for the plain implementation, from a part of the rows
  peakInMB: number;
}

/** Clusters one file alone in this process, then does one round of the same in plain loops. */
const {path, k, part} = JSON.parse(process.argv[2]!) as {path: string; k: number; part: number};
const vectors = openVectors(path);
const {count, dimension} = vectors;
const took: number[] = [];
let last = 0;
const {centroids} = await kMeans(vectors, {
  k,
  iterations: 4,
  tolerance: 0,
  onIteration: () => {
    const now = performance.now();
    if (last > 0) took.push((now - last) / 1000);
    last = now;
  }
});
const seconds = took.sort((a, b) => a - b)[1]!;
const peakInMB = process.resourceUsage().maxRSS / 1000;

const some = Math.round(count / part);
const rows = vectors.read(0, some);
const start = performance.now();
const sums = new Float64Array(k * dimension);
for (let row = 0; row < some; row++) {
  const label = nearestOf(row);
  for (let i = 0; i < dimension; i++) sums[label * dimension + i]! += rows[row * dimension + i]!;
}
const plain = ((performance.now() - start) / 1000) * part;
process.stdout.write(JSON.stringify({seconds, plain, peakInMB} satisfies MeansMeasure));

function nearestOf(row: number): number {
  let [best, least] = [0, Infinity] as [number, number];
  for (let j = 0; j < k; j++) {
    let sum = 0;
    for (let i = 0; i < dimension; i++) sum += (rows[row * dimension + i]! - centroids[j * dimension + i]!) ** 2;
    if (sum < least) [best, least] = [j, sum];
  }
  return best;
}
