import {mkdtempSync, rmSync} from "node:fs";
import {availableParallelism, tmpdir} from "node:os";
import {join} from "node:path";
import {output, runChild} from "../harness/child.js";
import {pythonWith} from "../harness/python.js";
import type {BenchResult, BenchRow} from "../harness/result.js";
import type {ConvergeMeasure} from "./k-means-child.js";
import {writeVectors} from "./turf-vectors.js";

const packages = ["faiss-cpu==1.15.1", "scikit-learn==1.9.1", "numpy==2.4.6"];
const size = {rows: 250_000, dimension: 256, k: 2500};
const ofFaiss = 0.7; // of its time
const inertiaOff = 0.001; // share

/** The same rounds from the same centroids in another library. */
const script = `
import json, resource, sys, time
import numpy as np
tool, path, n, d, k, rounds = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
rows = np.fromfile(path, dtype=np.float32).reshape(n, d)
start = rows[:k].copy()
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
if tool == "faiss":
    import faiss
    means = faiss.Clustering(d, k)
    means.niter, means.max_points_per_centroid = rounds, n
    faiss.copy_array_to_vector(start.ravel(), means.centroids)
    index = faiss.IndexFlatL2(d)
    began, used = time.time(), cpu()
    means.train(rows, index)
    inertia = [means.iteration_stats.at(i).obj for i in range(means.iteration_stats.size())][-1]
else:
    from sklearn.cluster import KMeans
    means = KMeans(k, init=start, n_init=1, max_iter=rounds, tol=0, algorithm=tool)
    began, used = time.time(), cpu()
    inertia = means.fit(rows).inertia_
print(json.dumps({"seconds": time.time() - began, "cpu": cpu() - used, "rounds": rounds, "inertia": float(inertia)}))
`;

/** K-means until no label changes, beside the plain rounds and what Python users have, all from the same centroids. */
export async function benchKMeans(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-bench-"));
  const path = join(folder, "rows");
  try {
    const {rows, dimension, k} = size;
    writeVectors(path, rows, dimension, k, false);
    const child = new URL("./k-means-child.ts", import.meta.url);
    const ours = await runChild<ConvergeMeasure>(child, {path, k, plain: false});
    const plain = await runChild<ConvergeMeasure>(child, {path, k, plain: true});
    const name = `K-means of ${rows / 1000}k x ${dimension}, k = ${k}, until no label changes`;
    return {name, rows: [...ownRows(ours, plain), ...(await otherRows(path, ours))]};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

const described = ({seconds, cpu, rounds}: ConvergeMeasure): string =>
  `${seconds.toFixed(1)} s, ${cpu.toFixed(0)} s of processor time, ${rounds} rounds`;

const ownRows = (ours: ConvergeMeasure, plain: ConvergeMeasure): BenchRow[] => [
  ["with bounds, as indexes are made", described(ours), "", true],
  ["all distances (baseline)", described(plain), "", true],
  ["the same rounds and inertia", String(same(ours, plain)), "true", same(ours, plain)]
];

const same = (a: ConvergeMeasure, b: ConvergeMeasure): boolean => a.inertia === b.inertia && a.rounds === b.rounds;

async function otherRows(path: string, ours: ConvergeMeasure): Promise<BenchRow[]> {
  const python = await pythonWith("kmeans", packages);
  if (python === null)
    return [["faiss and scikit-learn (skipped: no Python, or pip can't install them)", "-", "", true]];
  const {rows, dimension, k} = size;
  const run = async (tool: string): Promise<ConvergeMeasure> => {
    const args = [tool, path, ...[rows, dimension, k, ours.rounds].map(String)];
    const environment = {OMP_NUM_THREADS: String(availableParallelism())};
    const text = await output(python, ["-c", script, ...args], {environment});
    return JSON.parse(text.trim().split("\n").at(-1)!) as ConvergeMeasure;
  };
  const faiss = await run("faiss");
  const lloyd = await run("lloyd");
  const off = Math.abs(ours.inertia / faiss.inertia - 1);
  const ratio = ours.seconds / faiss.seconds;
  return [
    ["faiss, as many rounds (baseline)", described(faiss), "", true],
    ["scikit-learn's Lloyd, as many rounds (baseline)", described(lloyd), "", true],
    ["time, to faiss", ratio.toFixed(2), String(ofFaiss), ratio <= ofFaiss],
    ["inertia, off faiss's", `${(100 * off).toFixed(3)}%`, `${100 * inertiaOff}%`, off <= inertiaOff]
  ];
}
