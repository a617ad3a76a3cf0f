import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {projectFolder} from "../../loaders/util/paths.js";
import {runChild} from "../harness/child.js";
import type {BenchResult} from "../harness/result.js";
import type {SearchPart, Trial} from "./child.js";
import type {Ratio} from "./ratios.js";
import {summarize, type SearchSummary} from "./summary.js";
import {families} from "./worlds/families.js";
import {sizes} from "./worlds/search-world.js";

const first = 1001; // the sampler was made on other seeds
const worlds = Number(process.env.SEEDS ?? 10); // of a family
const longFrom = 30_000; // calls, from which fewer worlds are measured
const seedsAt = (calls: number): number[] =>
  Array.from({length: calls >= longFrom ? Math.ceil(worlds / 3) : worlds}, (_, i) => first + i);

/** Samplers side by side on worlds whose regions are known; writes data/bench/search.json for the page. */
export async function benchSearch(): Promise<BenchResult> {
  const names = families.map(({name}) => name);
  const halves = [0, 1].map((half) => names.filter((_, i) => i % 2 === half));
  const trials = await Promise.all(
    halves.map(async (families) => {
      const done: Trial[] = [];
      for (const {calls} of sizes) {
        const part: SearchPart = {families, calls, seeds: seedsAt(calls)};
        done.push(...(await runChild<Trial[]>(new URL("./child.ts", import.meta.url), part)));
      }
      return done;
    })
  );
  return publish(trials.flat());
}

/** Writes what the page shows and gives the rows that are held against the floors. */
export function publish(trials: readonly Trial[]): BenchResult {
  const summary = summarize(trials, families);
  const folder = join(projectFolder, "data", "bench");
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, "search.json"), `${JSON.stringify(summary, null, 1)}\n`);
  return {name: "Search: planted regions found, samplers side by side (docs/search.md)", rows: rowsOf(summary)};
}

/** Regions found of six at 12,000 calls, by family, at least. */
const found: Record<string, number> = {pair: 5.3, "single-30": 5.5, "pair-35": 4};

function rowsOf({cells, floors, ratios}: SearchSummary): BenchResult["rows"] {
  const {worse, precision, falseEmpty, emptyEnded, emptyTrue, lostByStopping, milliseconds, mostCalls} = floors;
  const of = (family: string, sampler: string) =>
    cells.find((cell) => cell.family === family && cell.budget === 12_000 && cell.sampler === sampler)?.found.mean;
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  const [all, ...each] = ratios as [Ratio, ...Ratio[]]; // those of all worlds come first
  return [
    ...Object.entries(found).flatMap(([family, least]): BenchResult["rows"] => {
      const adaptive = of(family, "adaptive") ?? NaN;
      const baseline = (sampler: string): BenchResult["rows"][number] => [
        `the same, ${sampler} (baseline)`,
        of(family, sampler)?.toFixed(2) ?? "-",
        "",
        true
      ];
      return [
        [`${family}, 12,000 calls: regions found of 6`, adaptive.toFixed(2), String(least), adaptive >= least],
        baseline("reference"),
        baseline("uniform")
      ];
    }),
    [`true regions for 1,000 calls, all families, ${whatOf(all)}`, timesOf(all), "4", all.ratio.mean >= 4],
    ...each.map((ratio): BenchResult["rows"][number] => [`the same, ${whatOf(ratio)}`, timesOf(ratio), "", true]),
    [
      "families and sizes where it is significantly worse than uniform",
      worse.join(", ") || "none",
      "none",
      worse.length === 0
    ],
    ["reported regions that are true", percent(precision), "95%", precision >= 0.95],
    ["empty worlds with a reported region", percent(falseEmpty), "3%", falseEmpty <= 0.03],
    ["empty worlds that end by themselves within 5,000 candidates", percent(emptyEnded), "100%", emptyEnded === 1],
    ["empty worlds whose statements of what is excluded hold", percent(emptyTrue), "95%", emptyTrue >= 0.95],
    ["regions that the stop rule loses", percent(lostByStopping), "2%", lostByStopping <= 0.02],
    [
      `processor time per candidate, 25,000 attributes, ${mostCalls.toLocaleString("en")} calls, ` +
        "including the world's own",
      `${milliseconds.toFixed(2)} ms`,
      "0.3 ms",
      milliseconds < 0.3
    ]
  ];
}

function whatOf({worlds, budget, stops}: Ratio): string {
  const size = budget === null ? "all sizes" : `${budget.toLocaleString("en")} calls`;
  const parts = [...(worlds === "all" ? [] : [worlds]), ...(stops ? ["each ended by the stop rule"] : []), size];
  return `${parts.join(", ")}: times the reference's (95% interval)`;
}

/** A ratio has no upper end where the reference finds nothing in some resamples, and is none where it never does. */
function timesOf({ratio: {mean, low, high}}: Ratio): string {
  if (!Number.isFinite(mean)) return "the reference finds none";
  const upTo = Number.isFinite(high) ? `to ${high.toFixed(2)}` : "or more";
  return `${mean.toFixed(2)} (${low.toFixed(2)} ${upTo})`;
}
