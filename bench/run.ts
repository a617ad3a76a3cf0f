import {writeFileSync} from "node:fs";
import {cpus, totalmem} from "node:os";
import {join} from "node:path";
import {projectFolder} from "../loaders/util/paths.js";
import {benchCluster} from "./running/cluster.js";
import {benchCalls} from "./running/calls.js";
import {benchEngine} from "./running/engine.js";
import {benchExplore} from "./site/explore.js";
import {benchKill} from "./running/kill.js";
import {benchKMeans} from "./tracing/k-means.js";
import {benchMixture} from "./tracing/mixture.js";
import {benchPairs} from "./reading/pairs.js";
import {benchPool} from "./reading/pool.js";
import {benchProbe} from "./probing/probe.js";
import {benchRecording} from "./reading/recording.js";
import type {BenchResult} from "./harness/result.js";
import {benchOrganism} from "./organism/organism.js";
import {benchLive} from "./real/live.js";
import {benchReal} from "./real/real.js";
import {benchRobustness} from "./probing/robustness.js";
import {benchSearch} from "./search/search.js";
import {benchPreview} from "./site/preview.js";
import {benchSite} from "./site/site.js";
import {benchStart} from "./running/start.js";
import {benchAblation} from "./tracing/ablation.js";
import {benchShards} from "./tracing/shards.js";
import {benchStream} from "./tracing/stream.js";
import {benchTrace} from "./tracing/trace.js";
import {benchTurf} from "./tracing/turf.js";

/** `npm run bench [-- names] [-- --write]`: measures what the docs claim; `--write` makes docs/benchmarks.md of it. */
const benches: Record<string, () => Promise<BenchResult>> = {
  ablation: benchAblation,
  engine: benchEngine,
  calls: benchCalls,
  cluster: benchCluster,
  explore: benchExplore,
  kill: benchKill,
  kmeans: benchKMeans,
  live: benchLive,
  mixture: benchMixture,
  organism: benchOrganism,
  pairs: benchPairs,
  pool: benchPool,
  preview: benchPreview,
  probe: benchProbe,
  real: benchReal,
  recording: benchRecording,
  robustness: benchRobustness,
  search: benchSearch,
  shards: benchShards,
  site: benchSite,
  start: benchStart,
  stream: benchStream,
  trace: benchTrace,
  turf: benchTurf
};

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const unknown = asked.find((name) => !(name in benches));
if (unknown !== undefined) {
  process.stderr.write(`no such bench: ${unknown}; there are ${Object.keys(benches).join(", ")}\n`);
  process.exit(2);
}

const results: BenchResult[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const result = await bench();
  results.push(result);
  process.stdout.write(`${section(result)}\n\n`);
}
if (process.argv.includes("--write")) writeFileSync(join(projectFolder, "docs", "benchmarks.md"), page(results));
if (results.some(({rows}) => rows.some(([, , , ok]) => !ok))) process.exitCode = 1;

function section({name, rows}: BenchResult): string {
  const lines = rows.map(
    ([label, value, floor, ok]) =>
      `| ${label} | ${value} | ${floor || "-"} | ${floor ? (ok ? "yes" : "**no**") : "-"} |`
  );
  return [`## ${name}`, "", "| what | measured | floor | holds |", "|---|---|---|---|", ...lines].join("\n");
}

function page(measured: readonly BenchResult[]): string {
  const machine =
    `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB of memory, Node ` +
    `${process.versions.node.split(".")[0]}`;
  return `# Benchmarks

Written by \`npm run bench -- --write\`. Measured on ${machine}; times on a shared machine drift,
so each is next to a baseline from the same run.

${measured.map(section).join("\n\n")}
`;
}
