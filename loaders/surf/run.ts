import {setImmediate} from "node:timers/promises";
import type {Arm, Row} from "../../src/shared/schema.js";
import type {PromptDraws} from "../corpus/prompts/prompt-draws.js";
import {createRandom, seedOf} from "../util/random.js";
import {settleAll} from "../util/settle.js";
import {
  askCandidate,
  type CallHandle,
  type CallWatcher,
  type CandidateContext,
  type CandidatePlan
} from "./ask-candidate.js";
import type {Candidate} from "./candidate.js";
import {whyEnded} from "./ended.js";
import type {Sampler} from "./sampler.js";
import type {SearchSettings} from "./settings.js";
import {RunTracker} from "./tracker.js";
import type {Weights} from "./weights.js";

/** What a run reports. */
export interface RunWatcher extends CallWatcher {
  iterationStarted?(iteration: number, candidates: number): void;
  candidateFinished?(candidate: Candidate<CallHandle>): void;
  iterationFinished?(): void;
}

/** What a run needs. */
export interface RunContext extends CandidateContext {
  watcher?: RunWatcher;
  prompts?: PromptDraws; // queries are prompts of a corpus; absent: a model writes them
  afterIteration?: () => Promise<void>;
}

/** A run in progress: `ended` is `running` until it has ended. */
export interface SearchRun {
  run: number;
  planned: number;
  ended: Row<"runs">["ended"];
  tracker: RunTracker<CallHandle>;
}

/** A run that has not started. */
export function createRun(run: number, {iterations, buffer, distinct, rubric}: SearchSettings): SearchRun {
  const tracker = new RunTracker<CallHandle>({size: buffer, distinct, threshold: rubric.threshold});
  return {run, planned: iterations, ended: "running", tracker};
}

/**
 * Runs all remaining iterations. In an iteration each candidate goes query -> target -> judge on its own; only the
 * buffer update waits for all. Draws are seeded by (seed, rubric, target, run, iteration, slot), so a resumed run makes
 * the same candidates.
 */
export async function finishRun(
  search: SearchRun,
  settings: SearchSettings,
  sampler: Sampler,
  context: RunContext
): Promise<void> {
  const {tracker} = search;
  while (search.ended === "running") {
    const iteration = tracker.iterations + 1;
    context.watcher?.iterationStarted?.(iteration, candidatesIn(iteration, settings));
    const drawn = planIteration(search.run, iteration, settings, sampler, tracker.weights);
    const plans = context.prompts === undefined ? drawn : withPrompts(drawn, context.prompts);
    tracker.finishIteration(iteration, await askAll(plans, context));
    search.ended = whyEnded(tracker, settings) ?? "running";
    if (search.ended !== "running") tracker.finish();
    context.watcher?.iterationFinished?.();
    await context.afterIteration?.();
    await setImmediate(); // a replay from the journal awaits nothing else: let signals and timers run
  }
}

/** Plans with a prompt each, drawn in the order of the slots, before any is asked: so it depends on no answer's time. */
const withPrompts = (plans: readonly CandidatePlan[], prompts: PromptDraws): CandidatePlan[] =>
  plans.map((plan) => ({...plan, prompt: prompts.draw(plan.attributes, plan.seedFor("query"))!}));

/** Candidates of one run in an iteration; fewer in the last one if the search has a budget of calls. */
export function candidatesIn(
  iteration: number,
  {candidates, runs, budgetCalls}: Pick<SearchSettings, "candidates" | "runs" | "budgetCalls">
): number {
  if (budgetCalls === null) return candidates;
  return Math.max(0, Math.min(candidates, Math.floor(budgetCalls / runs) - candidates * (iteration - 1)));
}

/** Asks for all candidates. Resolves to them in slot order. If one throws, waits for the others to settle first. */
export function askAll(plans: readonly CandidatePlan[], context: RunContext): Promise<Candidate<CallHandle>[]> {
  return settleAll(
    plans.map(async (plan) => {
      const candidate = await askCandidate(plan, context);
      context.watcher?.candidateFinished?.(candidate);
      return candidate;
    })
  );
}

const noWeights: Weights = new Map();

/**
 * The candidates of one iteration. The last slots, a share of `control`, are the control arm: drawn without weights.
 */
export function planIteration(
  run: number,
  iteration: number,
  settings: SearchSettings,
  sampler: Sampler,
  weights: Weights
): CandidatePlan[] {
  const {control, seed, rubric, roles} = settings;
  const candidates = candidatesIn(iteration, settings);
  const firstControl = candidates - Math.round(candidates * control);
  return Array.from({length: candidates}, (_, slot) => {
    const place = [seed, rubric.name, roles.target.model.name, run, iteration, slot] as const;
    const arm: Arm = slot < firstControl ? "search" : "control";
    const draw = sampler.draw(arm === "search" ? weights : noWeights, createRandom(seedOf(...place, "draw")));
    return {...draw, iteration, slot, arm, seedFor: (role) => seedOf(...place, role)};
  });
}
