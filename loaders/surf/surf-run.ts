import type {AttributePool} from "../corpus/pools/attribute-pool.js";
import {PromptDraws} from "../corpus/prompts/prompt-draws.js";
import type {PromptIndex} from "../corpus/prompts/prompt-index.js";
import type {SpelledContext} from "../step/contexts/context.js";
import type {PoolSource} from "../step/prepared-study.js";
import {isPromptSource} from "../step/prompt-source.js";
import {shownModelsOf} from "../step/study.js";
import type {StepControl, StepRows, StepRun, StepTools} from "../step/step-run.js";
import {finishAdaptive} from "./adaptive/run-adaptive.js";
import type {SearchSnapshot} from "./adaptive/search-snapshot.js";
import {openCheck} from "./check/open-check.js";
import {watchCheck} from "./check/check-watch.js";
import {checkModelOf, type QueryCheck} from "./check/settings.js";
import type {CallHandle} from "./ask-candidate.js";
import type {Candidate} from "./candidate.js";
import {plannedCandidates} from "./normalize.js";
import {contrastOf} from "./contrast.js";
import {watchContrast} from "./contrast-watch.js";
import {createRun, finishRun, type RunContext, type RunWatcher, type SearchRun} from "./run.js";
import type {Sampler} from "./sampler.js";
import {seedOf} from "../util/random.js";
import {createSampler} from "./samplers.js";
import {watchRule} from "./rule-watch.js";
import {spellOutContext} from "./search-context.js";
import {SearchDisplay} from "./search-display.js";
import type {SearchSettings, SurfSettings} from "./settings.js";
import {journalReader} from "./tables/journal-reader.js";
import type {SearchRecord} from "./tables/search-record.js";
import {searchRows} from "./tables/search-tables.js";

/** A running search: one rubric and one target. */
interface LiveSearch extends SearchRecord<CallHandle> {
  settings: SearchSettings;
  runs: SearchRun[];
}

/** What all searches share. */
interface Surroundings {
  pool: AttributePool;
  before: SpelledContext | null;
  check: QueryCheck | undefined;
  control: StepControl;
}

/** Runs one search after another; the runs of a search are concurrent. */
export class SurfRun implements StepRun {
  readonly #searches: LiveSearch[];
  #pool: AttributePool | null = null; // read when it runs
  #prompts: PromptIndex | null = null; // null: a model writes the queries

  constructor(
    private readonly settings: SurfSettings,
    private readonly tools: StepTools
  ) {
    this.#searches = searchesOf(settings, tools).map((search) => createSearch(search, checkerOf(settings, tools)));
  }

  async run(control: StepControl): Promise<void> {
    const {pools, roles} = this.tools.prepared;
    const pool = await searchPool(this.settings, pools);
    this.#pool = pool;
    if (isPromptSource(roles.query)) this.#prompts = await roles.query.open(pool);
    control.watcher.planned(this.#searches.length * plannedCandidates(this.settings));
    const check = openCheck(this.settings, pool, this.tools.prepared);
    const before = await spellOutContext(this.settings, this.tools.prepared);
    try {
      for (const [i, search] of this.#searches.entries()) {
        const place = {index: i, of: this.#searches.length, shown: shownModelsOf(this.tools.prepared.study)};
        const display = new SearchDisplay(search, control.watcher, place);
        await this.#finish(search, display, {pool, before, check, control});
        control.signal.throwIfAborted();
        if (control.mustEnd()) return;
      }
    } finally {
      for (const run of this.#searches.flatMap(({runs}) => runs)) if (run.ended === "running") run.ended = "stopped";
    }
  }

  rows(): StepRows {
    const {journal} = this.tools;
    return searchRows(
      this.#searches.map(snapshotOf),
      journalReader(journal, (prompt) => this.#prompts!.textOf(prompt)),
      clusterFinder(this.#pool)
    );
  }

  async #finish(live: LiveSearch, display: SearchDisplay, {pool, before, check, control}: Surroundings): Promise<void> {
    const {settings, runs} = live;
    const {recorder} = this.tools;
    const context = {
      ...{
        rubric: settings.rubric,
        roles: settings.roles,
        before,
        checkedBy: check,
        severity: settings.severity,
        recorder
      },
      afterIteration: control.afterPart
    };
    const looks = [watchRule(settings.rubric, control.log), watchContrast(live.contrast ?? null, control.log)];
    if (check !== undefined && "role" in check) looks.push(watchCheck(check.role.model.name, control.log));
    const watchers = runs.map(({run}): RunWatcher => {
      const shown = display.watch(run);
      const candidateFinished = (candidate: Candidate<CallHandle>) => {
        for (const look of looks) look(candidate);
        shown.candidateFinished?.(candidate);
      };
      return {...shown, candidateFinished};
    });
    const openDraws = (seed: number) => (this.#prompts === null ? undefined : new PromptDraws(this.#prompts, seed));
    if (settings.sampler === "adaptive") {
      const onSnapshot = (snapshot: SearchSnapshot) => void (live.snapshot = snapshot);
      const shared = {...context, watchers, onSnapshot, prompts: openDraws(settings.seed)};
      return finishAdaptive(runs, settings, pool, shared).catch(control.giveUp);
    }
    const sampler = createSampler(settings.sampler, pool);
    const contexts = watchers.map((watcher, i) => ({
      ...context,
      watcher,
      prompts: openDraws(seedOf(settings.seed, i))
    }));
    await finishApart(live, sampler, contexts, control.giveUp);
  }
}

/** Finds the cluster of an attribute in the index that its pool is from. */
function clusterFinder(pool: AttributePool | null): (attribute: string) => number | null {
  const clusters = pool?.clusters;
  if (pool === null || clusters === undefined) return () => null;
  const known = new Map(pool.attributes.map((attribute, id) => [attribute, clusters[id]!]));
  return (attribute) => known.get(attribute) ?? null;
}

/** The pool of a search, with an embedding if the sampler uses neighbours. */
export const searchPool = (
  {sampler, neighbours}: Pick<SurfSettings, "sampler" | "neighbours">,
  pools: PoolSource
): Promise<AttributePool> =>
  sampler === "adaptive" && neighbours !== false ? pools.withVectors(neighbours) : pools.pool();

/** Finishes runs that share nothing: if one fails, the others continue. Resolves when all have ended. */
async function finishApart(
  {runs, settings}: LiveSearch,
  sampler: Sampler,
  contexts: readonly RunContext[],
  giveUp: (error: unknown) => void
): Promise<void> {
  const finish = (run: SearchRun, i: number) => finishRun(run, settings, sampler, contexts[i]!).catch(giveUp);
  await Promise.all(runs.map(finish));
}

/** Every rubric with every target, in the order of the study. */
function searchesOf(surf: SurfSettings, {prepared: {study, roles}}: StepTools): SearchSettings[] {
  const {targets, judges} = roles;
  const query = isPromptSource(roles.query) ? null : roles.query;
  const contrast = contrastOf(roles);
  return study.rubrics.flatMap((rubric) =>
    targets.map((target) => ({...surf, rubric, roles: {query, target, contrast, judges}}))
  );
}

/** What checks written queries, as shown. */
const checkerOf = ({check}: SurfSettings, {prepared: {roles}}: StepTools): string | null =>
  check === undefined || check === "rules" ? (check ?? null) : checkModelOf(roles)!.model.name;

/** A search that has not started. */
function createSearch(settings: SearchSettings, check: string | null): LiveSearch {
  const {rubric, roles, runs} = settings;
  return {
    settings,
    rubric: rubric.name,
    model: roles.target.model.name,
    threshold: rubric.threshold,
    contrast: roles.contrast?.model.name ?? null,
    context: settings.context?.name ?? null,
    check,
    runs: Array.from({length: runs}, (_, i) => createRun(i + 1, settings))
  };
}

/** A copy of the search as it is now. */
const snapshotOf = (search: LiveSearch): SearchRecord<CallHandle> => ({
  ...search,
  runs: search.runs.map((run) => ({...run, tracker: run.tracker.snapshot()}))
});
