import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {runChild} from "../harness/child.js";
import {createMemoryGroup} from "../harness/memory-group.js";
import type {BenchResult, BenchRow} from "../harness/result.js";
import type {StreamMeasure} from "./stream-child.js";
import {writeVectors} from "./turf-vectors.js";

const size = {rows: 300_000, dimension: 512, copies: 10, k: 1000};
const timesMemory = 5; // codes, to the memory that the search may use
const ofDisk = 0.7; // of the rate of reading the codes in order

/** A search of codes that are five times the memory of its process, file cache included. */
export async function benchStream(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-bench-"));
  const bytes = size.rows * size.copies * size.dimension;
  const group = createMemoryGroup(bytes / timesMemory);
  try {
    const path = join(folder, "rows");
    writeVectors(path, size.rows, size.dimension, 25_000, true);
    const argument = {path, ...size, memory: bytes / timesMemory / 2, limit: bytes / timesMemory, group: group?.folder};
    const measured = await runChild<StreamMeasure>(new URL("./stream-child.ts", import.meta.url), argument);
    const name = `Search of ${(bytes / 1e9).toFixed(1)} GB of codes from disk, ${size.dimension} dimensions`;
    return {name, rows: rowsOf(measured, bytes, group !== null)};
  } finally {
    await group?.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

function rowsOf({plain, one, thirty, exact, peakInMB}: StreamMeasure, bytes: number, limited: boolean): BenchRow[] {
  const limit = bytes / timesMemory / 1e6;
  const rate = (ms: number): string => `${(ms / 1000).toFixed(2)} s, ${(bytes / 1e6 / ms).toFixed(2)} GB/s`;
  return [
    limited
      ? ["limit of the process and its file cache", `${limit.toFixed(0)} MB`, "", true]
      : ["no limit could be set: the codes may be in the file cache", "-", "", true],
    ["the codes read in order (baseline)", rate(plain), "", true],
    [`exact top ${size.k}, one query`, rate(one), "", true],
    ["share of the rate of reading", (plain / one).toFixed(2), String(ofDisk), plain / one >= ofDisk],
    ["30 queries at once", rate(thirty), "", true],
    ["the neighbours of the file in memory, to the last bit", String(exact), "true", exact],
    ["most memory of the process", `${peakInMB.toFixed(0)} MB`, `${limit.toFixed(0)} MB`, peakInMB <= limit]
  ];
}
