import {isBudgetReached} from "../model/budget.js";
import type {Recorder} from "../store/recorder.js";
import type {CallHandle} from "./ask-candidate.js";
import type {AttributePool} from "../corpus/pools/attribute-pool.js";
import {finishAdaptive, type AdaptiveContext} from "./adaptive/run-adaptive.js";
import type {SearchSnapshot} from "./adaptive/search-snapshot.js";
import {createRun, finishRun, type SearchRun} from "./run.js";
import type {Sampler} from "./sampler.js";
import {createSampler} from "./samplers.js";
import type {SearchSettings} from "./settings.js";
import type {PreparedStudy} from "../study/run/prepare.js";
import type {Progress} from "../study/run/progress.js";
import type {SearchRecord} from "./tables/search-record.js";

/** A search that is being run. */
export interface LiveSearch extends SearchRecord<CallHandle> {
  runs: SearchRun[];
}

export interface SearchContext {
  recorder: Recorder;
  progress?: Progress;
  afterIteration: () => Promise<void>;
  giveUp: (error: unknown) => void; // what ended a run
  problems: readonly unknown[]; // given up for
  throwIfStopped: () => void;
}

/** A search that has done nothing yet. */
export function createSearch(settings: SearchSettings): LiveSearch {
  const {rubric, roles, runs, iterations, candidates} = settings;
  return {
    rubric: rubric.name,
    model: roles.target.model.name,
    threshold: rubric.threshold,
    planned: Math.min(settings.budgetCalls ?? Infinity, runs * iterations * candidates),
    runs: Array.from({length: runs}, (_, i) => createRun(i + 1, settings))
  };
}

/** Does one search after another: a rubric on a target, its runs side by side. */
export async function runSearches(
  {study, pool, searches}: PreparedStudy,
  live: readonly LiveSearch[],
  {recorder, progress, afterIteration, giveUp, problems, throwIfStopped}: SearchContext
): Promise<void> {
  if (study.surf === null || pool === null) return;
  const {sampler: name} = study.surf;
  const sampler = name === "adaptive" ? null : createSampler(name, pool);
  for (const [i, settings] of searches.entries()) {
    progress?.beginSearch(i);
    const {rubric, roles} = settings;
    const context = {rubric, roles, recorder, afterIteration};
    const finishWith = (sampler: Sampler) => (run: SearchRun) =>
      finishRun(run, settings, sampler, {...context, watcher: progress?.watch(i, run.run)}).catch(giveUp);
    if (sampler === null)
      await finishTogether(live[i]!, settings, pool, {...context, progress, search: i}).catch(giveUp);
    else await Promise.all(live[i]!.runs.map(finishWith(sampler))); // none is left writing when another gives up
    throwIfStopped();
    if (problems.some(isBudgetReached)) return;
  }
}

function finishTogether(
  live: LiveSearch,
  settings: SearchSettings,
  pool: AttributePool,
  {progress, search, ...context}: AdaptiveContext & {progress?: Progress; search: number}
): Promise<void> {
  const watchers = live.runs.map(({run}) => progress?.watch(search, run));
  const onSnapshot = (snapshot: SearchSnapshot) => void (live.snapshot = snapshot);
  return finishAdaptive(live.runs, settings, pool, {...context, watchers, onSnapshot});
}

export function markStopped(live: readonly LiveSearch[]): void {
  for (const {runs} of live) for (const run of runs) if (run.ended === "running") run.ended = "stopped";
}
