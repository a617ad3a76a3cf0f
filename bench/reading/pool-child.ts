import {parquetReadObjects} from "hyparquet";
import {asyncBufferFromFile} from "hyparquet/src/node.js";
import {compressors} from "hyparquet-compressors";
import {poolRows} from "../../loaders/corpus/pools/attribute-pool.js";
import {readAttributePool} from "../../loaders/corpus/pools/read-attribute-pool.js";

export interface PoolMeasure {
  rows: number;
  sentences: number; // distinct ones
  seconds: number;
  growthInMB: number; // peak resident memory over what the process had before it began to read
}

/** Reads one pool alone in this process, as a pool or as rows, and prints what it took. */
const {path, kind} = JSON.parse(process.argv[2]!) as {path: string; kind: "pool" | "rows"};
const before = process.memoryUsage.rss();
const start = performance.now();
const [rows, sentences] = kind === "pool" ? await asPool() : await asRows();
const seconds = (performance.now() - start) / 1000;
const growthInMB = (process.resourceUsage().maxRSS * 1024 - before) / 1e6;
process.stdout.write(JSON.stringify({rows, sentences, seconds, growthInMB} satisfies PoolMeasure));

async function asPool(): Promise<[rows: number, sentences: number]> {
  const pool = await readAttributePool(path);
  return [poolRows(pool), pool.attributes.length];
}

async function asRows(): Promise<[rows: number, sentences: number]> {
  const all = await parquetReadObjects({file: await asyncBufferFromFile(path), compressors});
  return [all.length, new Set(all.flatMap((row) => row.sae_attributes as string[])).size];
}
