import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {projectFolder} from "../../loaders/util/paths.js";
import {runChild} from "../harness/child.js";
import type {BenchResult, BenchRow} from "../harness/result.js";
import type {ShardsMeasure} from "./shards-measure.js";

const name = "An index in 8 shards, beside one in one process";
const mostInertia = 1.01; // of that of one process

/** Makes the index of a public mixture in units, one after the other, and in one process. Skipped without the mixture. */
export async function benchShards(): Promise<BenchResult> {
  const corpus = join(process.env.SURFTURF_SHARED ?? join(projectFolder, "../shared"), "data/sft-mixture.jsonl");
  if (!existsSync(corpus))
    return {name, rows: [["skipped: ../shared/data/sft-mixture.jsonl is not there", "-", "", true]]};
  const folder = mkdtempSync(join(tmpdir(), "surfturf-shards-"));
  try {
    const measure = await runChild<ShardsMeasure>(
      new URL("./shards-child.ts", import.meta.url),
      {corpus, shards: 8, few: 40},
      {SURFTURF_DATA: folder}
    );
    return {name, rows: rowsOf(measure)};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function rowsOf({pairs, queries, responses, cpuSeconds, different, sample, ...rest}: ShardsMeasure): BenchRow[] {
  const texts = queries + responses;
  const cost = (task: string, per: number, what: string): BenchRow => [
    `${task}: CPU per ${what}`,
    `${((cpuSeconds[task]! * 1e6) / per).toFixed(1)} µs`,
    "",
    true
  ];
  const ofSample = sample.inertia / sample.whole;
  const all = Object.entries(cpuSeconds).reduce((sum, [, seconds]) => sum + seconds, 0) - rest.embedCpuSeconds;
  return [
    ["pairs, distinct attributes", `${pairs.toLocaleString("en-US")}, ${texts.toLocaleString("en-US")}`, "", true],
    ["files that differ from those of one process", different.join(", ") || "none", "none", different.length === 0],
    cost("corpus", pairs, "pair"),
    cost("extract", pairs, "pair"),
    ...["distinct", "number", "slots", "embed", "code"].map((task) => cost(task, texts, "distinct text")),
    ...["weigh", "train", "sum", "near", "members"].map((task) => cost(task, queries, "distinct query attribute")),
    cost("centre", (rest.shards * rest.clusters * rest.dimension) / 1e6, "million sums of shards"),
    cost("rows", pairs, "pair"),
    cost("typical", responses, "distinct response attribute"),
    ...["attributes", "vectors", "gather"].map((task): BenchRow => [
      `${task}, on one node: CPU`,
      `${cpuSeconds[task]!.toFixed(2)} s`,
      "",
      true
    ]),
    ["CPU of all units but embed", `${all.toFixed(0)} s`, "", true],
    ["CPU of one process, which embeds nothing again", `${rest.wholeCpuSeconds.toFixed(0)} s`, "", true],
    [
      `inertia with ${sample.clusters} clusters: trained on a sample, then ${sample.rounds} rounds over all rows`,
      `${(100 * ofSample).toFixed(2)}% of one process`,
      `${100 * mostInertia}%`,
      ofSample <= mostInertia
    ]
  ];
}
