import {kMeans} from "../../loaders/turf/vectors/k-means.js";
import {isSettled, Lloyd} from "../../loaders/turf/vectors/lloyd.js";
import {openVectors} from "../../loaders/turf/vectors/vector-file.js";

export interface ConvergeMeasure {
  seconds: number; // to convergence
  cpu: number; // seconds of processor time
  rounds: number;
  inertia: number;
}

/** Clusters one file until no label changes, alone in this process; `plain` computes every distance. */
const {path, k, plain} = JSON.parse(process.argv[2]!) as {path: string; k: number; plain: boolean};
const maxRounds = 200;
const vectors = openVectors(path);
const start = vectors.read(0, k);
const before = process.cpuUsage();
const began = performance.now();
const inertia = plain
  ? await plainly()
  : (await kMeans(vectors, {k, start: start.slice(), iterations: maxRounds, tolerance: 0})).inertia;
const seconds = (performance.now() - began) / 1000;
const {user, system} = process.cpuUsage(before);
const measure = {seconds, cpu: (user + system) / 1e6, rounds: inertia.length, inertia: inertia.at(-1)!};
process.stdout.write(JSON.stringify(measure satisfies ConvergeMeasure));

async function plainly(): Promise<number[]> {
  const lloyd = new Lloyd(vectors, {k, seed: 0, empty: "keep", centroids: start.slice(), bounds: false});
  const found: number[] = [];
  for (;;) {
    const round = await lloyd.assign();
    const last = found.at(-1) ?? Infinity;
    found.push(round.inertia);
    if (found.length === maxRounds || isSettled(round, last, 0)) return found;
    lloyd.update();
  }
}
