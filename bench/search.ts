import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {projectFolder} from "../loaders/util/paths.js";
import {runChild} from "./child.js";
import type {BenchResult} from "./result.js";
import type {SearchPart, Trial} from "./search-child.js";
import {summarize, type Summary} from "./search-summary.js";
import {families} from "./worlds/families.js";
import {sizes} from "./worlds/search-world.js";

const seeds = Array.from({length: 10}, (_, i) => 1001 + i); // the sampler was made on other seeds
const calls = sizes.map(({calls}) => calls);

/** Samplers side by side on worlds whose regions are known; writes data/bench/search.json for the page. */
export async function benchSearch(): Promise<BenchResult> {
  const names = families.map(({name}) => name);
  const parts = [0, 1].map((half): SearchPart => ({families: names.filter((_, i) => i % 2 === half), calls, seeds}));
  const trials = (await Promise.all(parts.map((part) => runChild<Trial[]>("./search-child.ts", part)))).flat();
  return publish(trials);
}

/** Writes what the page shows and gives the rows that are held against the floors. */
export function publish(trials: readonly Trial[]): BenchResult {
  const summary = summarize(trials, families);
  const folder = join(projectFolder, "data", "bench");
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, "search.json"), `${JSON.stringify(summary, null, 1)}\n`);
  return {name: "Search: planted regions found, samplers side by side (docs/search.md)", rows: rowsOf(summary)};
}

function rowsOf({cells, floors}: Summary): BenchResult["rows"] {
  const {pairs, ratio, worse, precision, falseEmpty, milliseconds} = floors;
  const of = (sampler: string) =>
    cells.find((cell) => cell.family === "pair" && cell.budget === 12_000 && cell.sampler === sampler);
  const found = (sampler: string) => of(sampler)?.found.mean.toFixed(2) ?? "-";
  return [
    ["pair worlds, 12,000 calls: regions found of 6, adaptive", pairs.toFixed(2), "4", pairs >= 4],
    ["the same, reference (baseline)", found("reference"), "", true],
    ["the same, uniform (baseline)", found("uniform"), "", true],
    ["true regions for 1,000 calls, all families: times the reference's", ratio.toFixed(1), "3", ratio >= 3],
    [
      "families and sizes where it is significantly worse than uniform",
      worse.join(", ") || "none",
      "none",
      worse.length === 0
    ],
    ["reported regions that are true", `${(precision * 100).toFixed(1)}%`, "90%", precision >= 0.9],
    ["empty worlds with a reported region", `${(falseEmpty * 100).toFixed(1)}%`, "5%", falseEmpty <= 0.05],
    ["own time a candidate, large worlds, 36,000 calls", `${milliseconds.toFixed(2)} ms`, "1 ms", milliseconds < 1]
  ];
}
