import {once} from "node:events";
import {createWriteStream, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {runChild} from "../harness/child.js";
import type {PairsMeasure} from "./pairs-child.js";
import type {BenchResult, BenchRow} from "../harness/result.js";

const rows = 1_000_000;
const everyDuplicate = 100; // repeats the row before it
const everyUnusable = 1000; // has no response
const maxSeconds = 60;
const maxInMB = 300;

/** Streams a corpus of a million rows in bounded memory; the baseline keeps a tenth of the rows as objects. */
export async function benchPairs(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-pairs-"));
  try {
    const streamed = await measure(folder, rows, "pairs");
    const small = await measure(folder, rows / 10, "pairs");
    const objects = await measure(folder, rows / 10, "objects");
    const perRow = ((streamed.growthInMB - small.growthInMB) * 1e6) / (rows * 0.9);
    return {
      name: "Training corpus, 1,000,000 rows of JSONL, streamed",
      rows: [
        countRow("distinct pairs", streamed.kept, rows - rows / everyDuplicate - rows / everyUnusable),
        countRow("duplicates folded", streamed.duplicates, rows / everyDuplicate),
        countRow("unusable rows, counted", streamed.skipped, rows / everyUnusable),
        ["read", `${streamed.seconds.toFixed(1)} s`, `${maxSeconds} s`, streamed.seconds < maxSeconds],
        [
          "peak memory above startup",
          `${streamed.growthInMB.toFixed(0)} MB`,
          `${maxInMB} MB`,
          streamed.growthInMB < maxInMB
        ],
        ["memory per additional row", `${Math.max(0, perRow).toFixed(0)} bytes`, "", true],
        ["rows as objects, read (baseline, a tenth x 10)", `${(objects.seconds * 10).toFixed(1)} s`, "", true],
        ["rows as objects, memory (baseline, a tenth x 10)", `${(objects.growthInMB * 10).toFixed(0)} MB`, "", true]
      ]
    };
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function measure(folder: string, count: number, kind: "pairs" | "objects"): Promise<PairsMeasure> {
  const path = join(folder, "corpus.jsonl");
  await writeCorpus(path, count);
  return runChild<PairsMeasure>(new URL("./pairs-child.ts", import.meta.url), {path, kind});
}

async function writeCorpus(path: string, count: number): Promise<void> {
  const file = createWriteStream(path);
  for (let row = 0; row < count; row += 1000) {
    const lines = Array.from({length: 1000}, (_, i) => lineOf(row + i));
    if (!file.write(lines.join(""))) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
}

function lineOf(row: number): string {
  const id = row % everyDuplicate === 1 ? row - 1 : row;
  const user = {
    role: "user",
    content: `Question ${id}: what is ${id} times ${id % 97}, and why does it matter to ${id % 1009} people?`
  };
  const answer = {
    role: "assistant",
    content: `It is ${id * (id % 97)}. ${"It matters because numbers do. ".repeat(1 + (id % 5))}`
  };
  const messages = row % everyUnusable === 7 ? [user] : [user, answer];
  return `${JSON.stringify({source: `set-${id % 6}`, messages})}\n`;
}

const countRow = (label: string, value: number, expected: number): BenchRow => [
  label,
  value.toLocaleString("en"),
  expected.toLocaleString("en"),
  value === expected
];
