import {mkdtempSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {runChild} from "../harness/child.js";
import type {EngineMeasure} from "./engine-child.js";
import type {BenchResult} from "../harness/result.js";

export const paperScale = {runs: 15, iterations: 20, candidates: 360};
const tenth = {runs: 15, iterations: 20, candidates: 36};

/** Floors of the in-process lab at paper scale; the baseline is the same work at a tenth of the size. */
export async function benchEngine(): Promise<BenchResult> {
  const small = await measure(tenth);
  const large = await measure(paperScale);
  const rate = large.candidates / large.seconds;
  const growthInKB = ((large.peakInMB - small.peakInMB) * 1000) / (large.candidates - small.candidates);
  const speed = ({candidates, seconds}: EngineMeasure) =>
    `${seconds.toFixed(1)} s, ${Math.round(candidates / seconds).toLocaleString("en")} candidates/s`;
  return {
    name: "In-process lab, 15 runs x 20 iterations x 360 candidates, journal on",
    rows: [
      ["candidates", large.candidates.toLocaleString("en"), "108,000", large.candidates === 108_000],
      ["end to end, from process start to the last table", speed(large), "1,000 candidates/s", rate >= 1000],
      ["a tenth of it (baseline)", speed(small), "", true],
      ["peak memory", `${Math.round(large.peakInMB)} MB`, "1,000 MB", large.peakInMB < 1000],
      ["peak memory at a tenth (baseline)", `${Math.round(small.peakInMB)} MB`, "", true],
      ["memory per additional candidate", `${growthInKB.toFixed(1)} kB`, "", true],
      ["tables", `${Math.round(large.tablesInMB)} MB on disk`, "", true],
      ["CPU per call, including the lab's own", `${large.cpuInMsPerCall.toFixed(2)} ms`, "", true],
      ["journal", `${Math.round(large.journalInMB)} MB`, "", true]
    ]
  };
}

async function measure(size: typeof paperScale): Promise<EngineMeasure & {journalInMB: number}> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-bench-"));
  try {
    const measured = await runChild<EngineMeasure>(new URL("./engine-child.ts", import.meta.url), size, {
      SURFTURF_DATA: folder
    });
    const journalInMB = statSync(join(folder, "runs", "bench", "journal.jsonl")).size / 1e6;
    return {...measured, journalInMB};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
