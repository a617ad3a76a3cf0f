import {spawn} from "node:child_process";
import {mkdtempSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import type {BenchResult} from "./result.js";

/** What the child process prints: one measured run of a lab study. */
export interface EngineMeasure {
  candidates: number;
  seconds: number;
  peakInMB: number; // highest resident memory
  cpuInMsPerCall: number;
  journalInMB: number;
  searchSeconds: number; // without the lab's training and the writing of tables at the end
}

const paperScale = {runs: 15, iterations: 20, candidates: 360};
const tenth = {runs: 15, iterations: 20, candidates: 36};

/** Floors of the in-process lab at paper scale; the baseline is the same work at a tenth of the size. */
export async function benchEngine(): Promise<BenchResult> {
  const small = await measure(tenth);
  const large = await measure(paperScale);
  const rate = large.candidates / large.seconds;
  const growth = ((large.peakInMB - small.peakInMB) * 1e6) / (large.candidates - small.candidates);
  return {
    name: "In-process lab, 15 runs x 20 iterations x 360 candidates, journal on",
    rows: [
      ["candidates", `${large.candidates}`, "108,000", large.candidates === 108_000],
      [
        "end to end",
        `${large.seconds.toFixed(1)} s, ${Math.round(rate)} candidates/s`,
        "1,000 candidates/s",
        rate >= 1000
      ],
      [
        "a tenth of it (baseline)",
        `${small.seconds.toFixed(1)} s, ${Math.round(small.candidates / small.seconds)} candidates/s`,
        "",
        true
      ],
      [
        "peak memory",
        `${Math.round(large.peakInMB)} MB (a tenth: ${Math.round(small.peakInMB)} MB)`,
        "1,000 MB",
        large.peakInMB < 1000
      ],
      ["memory a further candidate", `${(growth / 1000).toFixed(1)} kB`, "", true],
      ["own CPU a call, lab included", `${large.cpuInMsPerCall.toFixed(2)} ms`, "", true],
      ["journal", `${Math.round(large.journalInMB)} MB`, "", true]
    ]
  };
}

async function measure(size: typeof paperScale): Promise<EngineMeasure> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-bench-"));
  try {
    const child = fileURLToPath(new URL("./engine-child.ts", import.meta.url));
    const text = await output(["--import", "tsx", child, JSON.stringify(size)], {SURFTURF_DATA: folder});
    const journalInMB = statSync(join(folder, "runs", "bench", "journal.jsonl")).size / 1e6;
    return {...(JSON.parse(text) as Omit<EngineMeasure, "journalInMB">), journalInMB};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function output(args: string[], environment: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: {...process.env, ...environment},
      stdio: ["ignore", "pipe", "inherit"]
    });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(text) : reject(new Error(`bench child ended with code ${code}`))
    );
  });
}
