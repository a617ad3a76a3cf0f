import {existsSync, readdirSync, readFileSync, statSync} from "node:fs";
import {basename, join} from "node:path";
import {z} from "zod";
import {maybeJsonObject} from "../pairs/lenient-json.js";
import {readReferenceRun, statSpec, withCounts, type ReferenceRun} from "./reference-run.js";

export interface ReferenceSweep {
  runs: ReferenceRun[];
  plannedIterations: number | null;
  notes: string[];
}

const maybeInt = z.int().nullish().catch(null);
const sweepSpec = z.looseObject({
  num_runs: maybeInt,
  num_iterations: maybeInt,
  results: z.array(z.unknown()).nullish().catch(null)
});
const resultSpec = z.looseObject({
  run_id: z.int(),
  error: z.string().nullish().catch(null),
  final_buffer_size: maybeInt,
  iteration_stats: z.array(statSpec).nullish().catch(null)
});

/** Whether a folder holds a sweep or a single run of the released code. */
export const isReferenceFolder = (path: string): boolean =>
  isFolder(path) && (existsSync(join(path, "results.jsonl")) || isFolder(join(path, "runs")));

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

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
  const parsed = sweepSpec.safeParse(statSync(file).isFile() ? maybeJsonObject(readFileSync(file, "utf8")) : undefined);
  if (!parsed.success) return {...sweep, notes: ["sweep_summary.json: not readable, left out"]};
  const {num_runs: asked, num_iterations: iterations, results} = parsed.data;
  const here = new Map(sweep.runs.map((run) => [run.run, run]));
  const notes = (results ?? []).flatMap((result, i) => addResult(result, i + 1, here));
  if (asked != null && asked > here.size)
    notes.push(`${asked} runs were asked for, ${here.size} ${here.size === 1 ? "is" : "are"} here`);
  return {...sweep, plannedIterations: iterations ?? null, notes};
}

/** Adds what the sweep says of one run to that run; returns what is to be noted. */
function addResult(result: unknown, place: number, here: ReadonlyMap<number, ReferenceRun>): string[] {
  const {data} = resultSpec.safeParse(result);
  if (data === undefined) return [`sweep_summary.json: result ${place} names no run, left out`];
  const {run_id: id, error, iteration_stats: stats, final_buffer_size: size} = data;
  const run = here.get(id);
  if (run === undefined) {
    const failed = error ? ": it failed" : "";
    return [`run ${id}: sweep_summary.json names it, its folder is not there${failed}`];
  }
  if (run.counts.length === 0 && stats) run.counts = withCounts([], stats);
  if (run.bufferSize === null && size) run.bufferSize = size;
  return [];
}
