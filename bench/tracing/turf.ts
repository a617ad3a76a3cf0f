import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {runChild} from "../harness/child.js";
import type {BenchResult, BenchRow} from "../harness/result.js";
import type {EmbedMeasure} from "./turf-embed-child.js";
import type {MeansMeasure} from "./turf-means-child.js";
import type {SearchMeasure} from "./turf-search-child.js";
import {writeVectors} from "./turf-vectors.js";

const k = 1000;
const ofRead = 1.5; // times the read of the codes
const traceInMs = 1000;

/** Floors of the vector engines at their full size, each against the plain way in the same run. */
export async function benchTurf(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-bench-"));
  try {
    const rows = [...(await searching(folder)), ...(await clustering(folder)), ...(await embedding())];
    return {name: "Tracing: neighbours, clusters, embeddings", rows};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function searching(folder: string): Promise<BenchRow[]> {
  const [path, centroids] = [join(folder, "rows"), join(folder, "centroids")];
  writeVectors(path, 1_000_000, 512, 25_000, true);
  writeVectors(centroids, 25_000, 512, 25_000, true);
  const measure = await runChild<SearchMeasure>(new URL("./turf-search-child.ts", import.meta.url), {
    path,
    centroids,
    k
  });
  const {open, read, one, thirty, plain, same, trace, searchInMB} = measure;
  rmSync(path);
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  const ratio = one / read;
  return [
    ["exact top 1000 of 1M x 512, one query, warm", ms(one), "", true],
    ["the codes read from memory, one thread, native (baseline)", ms(read), "", true],
    ["one query, in reads of the codes", ratio.toFixed(2), `${ofRead}`, ratio <= ofRead],
    ["plain loop over floats in memory, one thread (baseline)", ms(plain), "", true],
    ["ids that the plain loop also finds", `${same} of ${k}`, `${k - 1}`, same >= k - 1],
    ["30 queries at once", ms(thirty), "", true],
    ["opening: threads started, codes read from disk", ms(open), "", true],
    ["memory of the process while it searches", `${searchInMB.toFixed(0)} MB`, "", true],
    [
      "a trace, warm: 13 sentences embedded, 3 searched, 10 to 25,000 clusters",
      ms(trace),
      ms(traceInMs),
      trace < traceInMs
    ]
  ];
}

async function clustering(folder: string): Promise<BenchRow[]> {
  const path = join(folder, "means");
  writeVectors(path, 250_000, 256, 2500, false);
  const {seconds, plain, peakInMB} = await runChild<MeansMeasure>(new URL("./turf-means-child.ts", import.meta.url), {
    path,
    k: 2500,
    part: 100
  });
  return [
    ["k-means of 250k x 256, k = 2,500: one iteration", `${seconds.toFixed(1)} s`, "", true],
    ["the same in plain loops, one thread (baseline, a hundredth x 100)", `${plain.toFixed(0)} s`, "", true],
    ["times as fast", (plain / seconds).toFixed(0), "", true],
    ["memory of the process while it clusters", `${peakInMB.toFixed(0)} MB`, "", true]
  ];
}

async function embedding(): Promise<BenchRow[]> {
  const {perSecond, plain} = await runChild<EmbedMeasure>(new URL("./turf-embed-child.ts", import.meta.url), {});
  return [
    ["USE-lite, sentences per second", perSecond.toFixed(0), "", true],
    ["its package's own TensorFlow.js, one thread (baseline)", plain.toFixed(0), "", true]
  ];
}
