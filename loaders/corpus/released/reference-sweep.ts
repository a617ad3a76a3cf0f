import {existsSync, readdirSync, readFileSync, statSync} from "node:fs";
import {basename, join} from "node:path";
import {z} from "zod";
import {maybeJsonObject} from "../pairs/lenient-json.js";
import {readReferenceRun, statSpec, toCounts, type ReferenceRun} from "./reference-run.js";

export interface ReferenceSweep {
  runs: ReferenceRun[];
  plannedIterations: number | null;
  notes: string[];
}

const sweepSpec = z.looseObject({
  num_runs: z.int().nullish(),
  num_iterations: z.int().nullish(),
  results: z
    .array(
      z.looseObject({
        run_id: z.int(),
        final_buffer_size: z.int().nullish(),
        iteration_stats: z.array(statSpec).nullish()
      })
    )
    .nullish()
});

/** Whether a folder holds a sweep or a single run of the released code. */
export const isReferenceFolder = (path: string): boolean =>
  statSync(path).isDirectory() && (existsSync(join(path, "results.jsonl")) || existsSync(join(path, "runs")));

/** Reads a sweep (`runs/run_<i>/`, `sweep_summary.json`) or a single run folder. */
export async function readReferenceSweep(path: string): Promise<ReferenceSweep> {
  if (existsSync(join(path, "results.jsonl"))) {
    const run = Number(/^run_(\d+)$/.exec(basename(path))?.[1] ?? 1);
    return {runs: [await readReferenceRun(path, run)], plannedIterations: null, notes: []};
  }
  const folders = readdirSync(join(path, "runs"))
    .flatMap((name) => {
      const match = /^run_(\d+)$/.exec(name);
      return match ? [Number(match[1])] : [];
    })
    .sort((a, b) => a - b);
  const runs: ReferenceRun[] = [];
  for (const run of folders) runs.push(await readReferenceRun(join(path, "runs", `run_${run}`), run));
  return addSweepSummary(join(path, "sweep_summary.json"), {runs, plannedIterations: null, notes: []});
}

/** Counts that a run's own files lack, and what the sweep says of runs that are not there. */
function addSweepSummary(file: string, sweep: ReferenceSweep): ReferenceSweep {
  if (!existsSync(file)) return {...sweep, notes: ["sweep_summary.json: not there"]};
  const parsed = sweepSpec.safeParse(maybeJsonObject(readFileSync(file, "utf8")));
  if (!parsed.success) return {...sweep, notes: ["sweep_summary.json: not readable, left out"]};
  const {num_runs: asked, num_iterations: iterations, results} = parsed.data;
  const here = new Map(sweep.runs.map((run) => [run.run, run]));
  const notes: string[] = [];
  for (const {run_id: id, iteration_stats: stats, final_buffer_size: size} of results ?? []) {
    const run = here.get(id);
    if (run === undefined) notes.push(`run ${id}: sweep_summary.json names it, its folder is not there`);
    else if (run.counts.length === 0 && stats) run.counts = stats.map(toCounts);
    if (run && run.bufferSize === null && size) run.bufferSize = size;
  }
  if (asked != null && asked > here.size) notes.push(`${asked} runs were asked for, ${here.size} are here`);
  return {...sweep, plannedIterations: iterations ?? null, notes};
}
