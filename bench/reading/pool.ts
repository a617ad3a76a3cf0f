import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {runChild} from "../harness/child.js";
import type {PoolMeasure} from "./pool-child.js";
import {writePoolFile} from "./pool-file.js";
import type {BenchResult, BenchRow} from "../harness/result.js";

const rows = 938_074; // of the published pool
const sentences = 25_000;
const maxSeconds = 20;
const maxInMB = 400;

/** Floors of reading the attribute pool at its published size; the baseline keeps a tenth of the rows as objects. */
export async function benchPool(): Promise<BenchResult> {
  const grouped = await measure("pool", rows, 122_880);
  const huge = await measure("pool", rows, 1_000_000);
  const objects = await measure("rows", Math.round(rows / 10), 122_880);
  const {seconds, growthInMB} = objects;
  return {
    name: "Attribute pool, 938,074 rows x 10 attributes of 25,000 sentences, from Parquet",
    rows: [
      countRow("rows", grouped.rows, rows),
      countRow("distinct sentences", grouped.sentences, sentences),
      ...costRows("row groups of 122,880", grouped),
      ...costRows("one row group", huge),
      ["rows as objects, load (baseline, a tenth x 10)", `${(seconds * 10).toFixed(1)} s`, "", true],
      ["rows as objects, memory (baseline, a tenth x 10)", `${Math.round(growthInMB * 10)} MB`, "", true]
    ]
  };
}

const countRow = (label: string, value: number, floor: number): BenchRow => [
  label,
  value.toLocaleString("en"),
  floor.toLocaleString("en"),
  value === floor
];

const costRows = (label: string, {seconds, growthInMB}: PoolMeasure): BenchRow[] => [
  [`${label}: load`, `${seconds.toFixed(1)} s`, `${maxSeconds} s`, seconds < maxSeconds],
  [`${label}: peak memory above startup`, `${Math.round(growthInMB)} MB`, `${maxInMB} MB`, growthInMB < maxInMB]
];

async function measure(kind: "pool" | "rows", count: number, rowsPerGroup: number): Promise<PoolMeasure> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-bench-"));
  try {
    const path = join(folder, "pool.parquet");
    await writePoolFile(path, {rows: count, sentences, rowsPerGroup});
    return await runChild<PoolMeasure>(new URL("./pool-child.ts", import.meta.url), {path, kind});
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
