import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {cpus, tmpdir} from "node:os";
import {join} from "node:path";
import {projectFolder} from "../../loaders/util/paths.js";
import {runChild} from "../harness/child.js";
import type {MixtureMeasure} from "./mixture-measure.js";
import type {BenchResult, BenchRow} from "../harness/result.js";

const name = "Tracing through a real mixture, without a key";
const maxMinutes = 15;
const maxGB = 4;

/**
 * Indexes a public mixture of six sets and traces hand-written exchanges through it; writes data/bench/mixture.json for
 * the page. The mixture is not part of the product: without it nothing is measured, and it is said so.
 */
export async function benchMixture(): Promise<BenchResult> {
  const corpus = join(process.env.SURFTURF_SHARED ?? join(projectFolder, "../shared"), "data/sft-mixture.jsonl");
  if (!existsSync(corpus))
    return {name, rows: [["skipped: ../shared/data/sft-mixture.jsonl is not there", "-", "", true]]};
  const folder = mkdtempSync(join(tmpdir(), "surfturf-mixture-"));
  try {
    const measure = await runChild<MixtureMeasure>(
      new URL("./mixture-child.ts", import.meta.url),
      {corpus},
      {SURFTURF_DATA: folder}
    );
    const file = join(projectFolder, "data", "bench", "mixture.json");
    mkdirSync(join(file, ".."), {recursive: true});
    const measured = {cores: cpus().length, node: process.versions.node.split(".")[0], ...measure};
    writeFileSync(file, `${JSON.stringify(measured, null, 1)}\n`);
    return {name, rows: rowsOf(measure)};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function rowsOf({corpus, cost, traces}: MixtureMeasure): BenchRow[] {
  const [minutes, peak] = [cost.seconds / 60, cost.peakInMB / 1024];
  const others = traces.filter(({isFloor, isFresh}) => !isFloor && !isFresh);
  const slowest = Math.max(...traces.map(({milliseconds}) => milliseconds));
  return [
    [
      `index of ${corpus.rows.toLocaleString("en-US")} rows, rules and USE-lite`,
      `${minutes.toFixed(1)} min`,
      `${maxMinutes} min`,
      minutes < maxMinutes
    ],
    ["peak memory of indexing and tracing, including threads", `${peak.toFixed(1)} GB`, `${maxGB} GB`, peak < maxGB],
    ...traces.filter(({isFloor}) => isFloor).map(floorRow),
    ["the other exchanges of the first set, as expected", asExpected(others), "", true],
    ["exchanges of the second set, as expected", asExpected(traces.filter(({isFresh}) => isFresh)), "", true],
    ["slowest trace, including the first, which opens the embedder", `${slowest} ms`, "", true]
  ];
}

const asExpected = (traces: MixtureMeasure["traces"]): string =>
  `${traces.filter(({chunkRight, triggerRight}) => chunkRight && triggerRight).length} of ${traces.length}`;

const floorRow = ({
  name,
  chunkWanted,
  chunks,
  trigger,
  chunkRight,
  triggerRight
}: MixtureMeasure["traces"][number]): BenchRow => [
  name,
  `${chunks[0]?.source ?? "nothing"}: ${trigger ?? "no trigger"}`,
  String(chunkWanted),
  chunkRight && triggerRight
];
