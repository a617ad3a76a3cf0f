import {setImmediate} from "node:timers/promises";
import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import type {PromptDraws} from "../../corpus/prompts/prompt-draws.js";
import {mean} from "../../../src/shared/statistics.js";
import {createRandom, seedOf} from "../../util/random.js";
import {settleAll} from "../../util/settle.js";
import type {CallHandle, CandidateContext, CandidatePlan} from "../ask-candidate.js";
import {metBy, type Candidate} from "../candidate.js";
import {evidenceScore} from "../contrast.js";
import {plannedCandidates} from "../normalize.js";
import {askAll, candidatesIn, type RunWatcher, type SearchRun} from "../run.js";
import type {SearchSettings} from "../settings.js";
import {createUniformSampler} from "../uniform-sampler.js";
import {AdaptiveSearch, type Outcome} from "./adaptive-search.js";
import {choosePrompts} from "./choose-prompts.js";
import {compareRegions} from "./compare-regions.js";
import {controlShare} from "./control-share.js";
import type {PlannedCandidate} from "./proposal.js";
import {roundSizes} from "./rounds.js";
import {searchCorpus} from "./search-corpus.js";
import {SearchSnapshot, type CandidatePlace} from "./search-snapshot.js";
import {isExhausted} from "./stop-rule.js";

export interface AdaptiveContext extends Omit<CandidateContext, "watcher"> {
  watchers?: readonly (RunWatcher | undefined)[]; // by run
  prompts?: PromptDraws; // queries are prompts of a corpus; absent: a model writes them
  onSnapshot?: (snapshot: SearchSnapshot) => void; // after each iteration
  afterIteration?: () => Promise<void>;
}

/**
 * Does all runs of an adaptive search. They share one posterior, so they go from iteration to iteration together. Each
 * iteration is planned from all scores before it, whatever order they came in, so a resumed search makes the same
 * candidates.
 */
export async function finishAdaptive(
  runs: readonly SearchRun[],
  settings: SearchSettings,
  pool: AttributePool,
  given: AdaptiveContext
): Promise<void> {
  const context: AdaptiveContext = {...given, later: new WeakMap()};
  const {seed, rubric, roles, iterations} = settings;
  const {threshold} = rubric;
  const search = new AdaptiveSearch(pool, {
    seed: `${seed}/${rubric.name}/${roles.target.model.name}`,
    iterations,
    threshold,
    bar: settings.regionRate,
    planned: plannedCandidates(settings),
    corpus: context.prompts && searchCorpus(context.prompts)
  });
  const idOf = new Map(pool.attributes.map((attribute, id) => [attribute, id]));
  const drawControl = controlDraws(pool, idOf, settings);
  const controlsOf = controlShare(settings.control);
  const places: CandidatePlace[] = [];
  for (let iteration = 1; runs.some(({ended}) => ended === "running"); iteration++) {
    const size = candidatesIn(iteration, settings);
    for (const watcher of context.watchers ?? []) watcher?.iterationStarted?.(iteration, size);
    const controls = runs.map((_, run) => {
      const count = controlsOf(size);
      return Array.from({length: count}, (_, i) => drawControl(run, iteration, size - count + i));
    });
    const answered = await askIteration(
      {search, idOf, runs, iteration, size, places, controls},
      settings,
      pool,
      context
    );
    for (const [r, {tracker}] of runs.entries()) tracker.finishIteration(iteration, answered[r]!);
    endIfOver(runs, search, settings, iteration);
    const compared = roles.contrast === null ? null : await compareRegions({search, runs, places}, context);
    context.onSnapshot?.(new SearchSnapshot(search, pool, places, compared));
    for (const watcher of context.watchers ?? []) watcher?.iterationFinished?.();
    await context.afterIteration?.();
    await setImmediate(); // a replay from the journal awaits nothing else: let signals and timers in
  }
}

interface Iteration {
  search: AdaptiveSearch;
  idOf: ReadonlyMap<string, number>; // ids of the pool's attributes
  runs: readonly SearchRun[];
  iteration: number;
  size: number; // candidates of a run
  controls: readonly (readonly PlannedCandidate[])[]; // by run: the control arm, the last of the candidates
  places: CandidatePlace[]; // of all candidates so far; those of the iteration are added
}

/**
 * The candidates of one iteration, by run, asked in its rounds; the control arm goes with the last of them. Where the stop
 * rule ends the search, the rounds after that are not asked.
 */
async function askIteration(
  {search, idOf, runs, iteration, size, controls, places}: Iteration,
  settings: SearchSettings,
  pool: AttributePool,
  context: AdaptiveContext
): Promise<Candidate<CallHandle>[][]> {
  const sizes = controls.map(({length}) =>
    roundSizes(size - length, iteration, {iterations: settings.iterations, planned: search.planned})
  );
  const all: Candidate<CallHandle>[][] = runs.map(() => []);
  const last = sizes[0]!.length - 1;
  for (let round = 0; round <= last; round++) {
    const roundOf = sizes.map((rounds) => rounds[round]!);
    const planned = search.plan(roundOf, iteration);
    const byRun = runs.map((_, run) => [
      ...planned.filter((candidate) => candidate.run === run),
      ...(round === last ? controls[run]! : [])
    ]);
    const slots = all.map(({length}) => length);
    const answered = await askRuns(byRun, {iteration, slots}, pool, settings, context);
    search.observe(
      byRun.flat(),
      answered.flat().map((candidate) => toOutcome(candidate, idOf, settings.rubric.threshold))
    );
    const added: CandidatePlace[] = [];
    for (const [run, candidates] of answered.entries()) {
      all[run]!.push(...candidates.map((candidate, i) => withPurpose(candidate, byRun[run]![i]!, places)));
      const before = runs[run]!.tracker.candidates.length + slots[run]!;
      for (const i of candidates.keys()) added.push({run, index: before + i});
    }
    places.push(...added);
    if (isOver(search, settings)) break;
  }
  return all;
}

function controlDraws(
  pool: AttributePool,
  idOf: ReadonlyMap<string, number>,
  {seed, rubric, roles}: SearchSettings
): (run: number, iteration: number, slot: number) => PlannedCandidate {
  const sampler = createUniformSampler(pool);
  return (run, iteration, slot) => {
    const random = createRandom(seedOf(seed, rubric.name, roles.target.model.name, run + 1, iteration, slot, "draw"));
    const {attributes, sourceRow} = sampler.draw(new Map(), random);
    const drawn = attributes.map((attribute) => idOf.get(attribute)!);
    return {attributes: drawn, sourceRow, purpose: "control", run, origin: null, trial: null};
  };
}

/**
 * Asks all candidates of a round, from a slot of each run on. If one run fails, it waits for the others, then throws.
 */
function askRuns(
  byRun: readonly (readonly PlannedCandidate[])[],
  {iteration, slots}: {iteration: number; slots: readonly number[]},
  pool: AttributePool,
  settings: SearchSettings,
  context: AdaptiveContext
): Promise<Candidate<CallHandle>[][]> {
  const planned = byRun.map((candidates, run) =>
    candidates.map((candidate, i) =>
      toPlan(candidate, {run: run + 1, iteration, slot: slots[run]! + i}, pool, settings)
    )
  );
  const plans = context.prompts === undefined ? planned : withPrompts(byRun, planned, pool, context.prompts);
  return settleAll(plans.map((ofRun, run) => askAll(ofRun, {...context, watcher: context.watchers?.[run]})));
}

/** The plans with a prompt each. */
function withPrompts(
  byRun: readonly (readonly PlannedCandidate[])[],
  plans: readonly CandidatePlan[][],
  {attributes}: AttributePool,
  draws: PromptDraws
): CandidatePlan[][] {
  const prompts = choosePrompts(byRun, attributes, draws, (run, i) => plans[run]![i]!.seedFor("query"));
  return plans.map((ofRun, run) => ofRun.map((plan, i) => ({...plan, prompt: prompts[run]![i]!})));
}

function toPlan(
  {attributes, purpose, sourceRow}: PlannedCandidate,
  {run, iteration, slot}: {run: number; iteration: number; slot: number},
  pool: AttributePool,
  {seed, rubric, roles}: SearchSettings
): CandidatePlan {
  const names = attributes.map((id) => pool.attributes[id]!);
  const chosen = purpose !== "explore" && purpose !== "control";
  return {
    attributes: names,
    weighted: chosen ? names : [],
    sourceRow,
    iteration,
    slot,
    arm: purpose === "control" ? "control" : "search",
    seedFor: (role) => seedOf(seed, rubric.name, roles.target.model.name, run, iteration, slot, role)
  };
}

/** A score that came too late for its iteration says nothing: a resumed search would not know when it came. */
const toOutcome = (candidate: Candidate, idOf: ReadonlyMap<string, number>, threshold: number): Outcome => ({
  score: candidate.late ? null : evidenceScore(candidate, threshold),
  attributes: [...new Set(metBy(candidate).flatMap((name) => idOf.get(name) ?? []))],
  prompt: candidate.prompt,
  severity: candidate.late ? null : mean((candidate.severity ?? []).flatMap(({score}) => score ?? []))
});

const withPurpose = (
  candidate: Candidate<CallHandle>,
  {purpose, origin}: PlannedCandidate,
  places: readonly CandidatePlace[]
): Candidate<CallHandle> => ({...candidate, purpose, replicateOf: origin === null ? null : places[origin]!});

const isOver = (search: AdaptiveSearch, {stopBelow}: SearchSettings): boolean =>
  stopBelow !== null && isExhausted(search, stopBelow);

function endIfOver(
  runs: readonly SearchRun[],
  search: AdaptiveSearch,
  settings: SearchSettings,
  iteration: number
): void {
  const ended = iteration >= settings.iterations ? "finished" : isOver(search, settings) ? "exhausted" : "running";
  if (ended === "running") return;
  search.finish();
  for (const run of runs) {
    run.tracker.finish();
    run.ended = ended;
  }
}
