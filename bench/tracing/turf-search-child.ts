import {readFileSync} from "node:fs";
import {openEmbedder} from "../../loaders/turf/embed/open-embedder.js";
import {openNearest} from "../../loaders/turf/vectors/nearest.js";
import {codesPath, openVectors} from "../../loaders/turf/vectors/vector-file.js";

export interface SearchMeasure {
  open: number; // all in ms
  read: number;
  one: number;
  thirty: number;
  plain: number;
  same: number; // of the k ids, how many the plain loop gives too
  trace: number;
  searchInMB: number; // peak resident memory of opening and searching, without what is read to compare
}

/** Searches one file alone in this process, then beside it what it is held against. */
const {path, centroids, k} = JSON.parse(process.argv[2]!) as {path: string; centroids: string; k: number};
const [times, warm] = [21, 20]; // searches that are measured, and before these, while the engine compiles what it runs
const [fewTimes, fewWarm] = [5, 1]; // of what takes long
const rowsAtOnce = 4096;

const started = performance.now();
const nearest = await openNearest(path);
const open = performance.now() - started;
const vectors = openVectors(path);
const {count, dimension} = vectors;
const room = new Float32Array(rowsAtOnce * dimension);
const some = Float32Array.from(
  Array.from({length: warm + times}, (_, i) => [...vectors.row((i * 7919) % count)]).flat()
);
const query = (from: number, to: number): Float32Array => some.subarray(from * dimension, to * dimension);
for (let row = 0; row < count; row += rowsAtOnce) vectors.read(row, Math.min(count, row + rowsAtOnce), room); // warm
const codes = readFileSync(codesPath(path));
const [one, read] = (await medians(
  [times, warm],
  (i) => nearest.top(query(i, i + 1), k),
  () => codes.indexOf(128) // no code is -128: every byte is looked at
)) as [number, number];
const [thirty] = (await medians([fewTimes, fewWarm], () => nearest.top(query(0, 30), k))) as [number];
const trace = await traceTime();
const searchInMB = process.resourceUsage().maxRSS / 1000 - codes.length / 1e6;
const found = (await nearest.top(query(0, 1), k))[0]!;
await nearest.close();

const rows = vectors.read(0, count);
let best: number[] = [];
const [plain] = (await medians([fewTimes, fewWarm], () => (best = plainTop(query(0, 1))))) as [number];
const same = best.filter((id) => found.ids.includes(id)).length;
process.stdout.write(JSON.stringify({open, read, one, thirty, plain, same, trace, searchInMB} satisfies SearchMeasure));

/** Each work in turn, so that what else the machine does weighs on all alike. */
async function medians(
  [times, warm]: readonly [number, number],
  ...works: ((i: number) => unknown)[]
): Promise<number[]> {
  const took = works.map((): number[] => []);
  for (let i = 0; i < warm + times; i++)
    for (const [j, work] of works.entries()) {
      const start = performance.now();
      await work(i);
      if (i >= warm) took[j]!.push(performance.now() - start);
    }
  return took.map((all) => all.sort((a, b) => a - b)[(times - 1) / 2]!);
}

/** What a trace computes once its cruxes are there: three searches, and ten attributes to their clusters. */
async function traceTime(): Promise<number> {
  const embedder = await openEmbedder({model: "use-lite"});
  const clusters = await openNearest(centroids);
  const [time] = (await medians([times, fewWarm], async (i) => {
    const vectors = await embedder.embed(
      Array.from({length: 13}, (_, j) => `asks for the ${j}th time for thing ${i} in formal words`)
    );
    await nearest.top(vectors.subarray(0, 3 * dimension), k);
    await clusters.top(vectors.subarray(3 * dimension), 1);
  })) as [number];
  await Promise.all([embedder.close(), clusters.close()]);
  return time;
}

/** The loop one would write: every product, then the best. */
function plainTop(vector: Float32Array): number[] {
  const scores = new Float32Array(count);
  for (let row = 0, at = 0; row < count; row++) {
    let sum = 0;
    for (let i = 0; i < dimension; i++) sum += rows[at++]! * vector[i]!;
    scores[row] = sum;
  }
  const least = scores.slice().sort()[count - k]!;
  const ids: number[] = [];
  scores.forEach((score, id) => score >= least && ids.push(id));
  return ids;
}
