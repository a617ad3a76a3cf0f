import {createReadStream} from "node:fs";
import {createInterface} from "node:readline";
import {readPairs} from "../../loaders/corpus/pairs/read-pairs.js";

export interface PairsMeasure {
  kept: number;
  duplicates: number;
  skipped: number;
  seconds: number;
  growthInMB: number; // peak resident memory over what the process had before it began to read
}

/** Reads one corpus alone in this process, streamed or as objects, and prints what it took. */
const {path, kind} = JSON.parse(process.argv[2]!) as {path: string; kind: "pairs" | "objects"};
const before = process.memoryUsage.rss();
const start = performance.now();
const counts = kind === "pairs" ? await asPairs() : await asObjects();
const seconds = (performance.now() - start) / 1000;
const growthInMB = (process.resourceUsage().maxRSS * 1024 - before) / 1e6;
process.stdout.write(JSON.stringify({...counts, seconds, growthInMB} satisfies PairsMeasure));

async function asPairs() {
  let characters = 0;
  const report = await readPairs(path, {}, ({query, response}) => void (characters += query.length + response.length));
  const skipped = report.skipped.reduce((sum, {count}) => sum + count, 0);
  return {kept: report.kept, duplicates: report.duplicates, skipped: characters > 0 ? skipped : NaN};
}

async function asObjects() {
  const rows: unknown[] = [];
  for await (const line of createInterface({input: createReadStream(path)})) rows.push(JSON.parse(line));
  return {kept: rows.length, duplicates: 0, skipped: 0};
}
