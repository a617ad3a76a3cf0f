import type {SurfSettings} from "./settings.js";
import type {SurfInput} from "./spec.js";

/**
 * The normal form of the step `surf`. The adaptive sampler needs no rule of its own for when a run is over: its runs share
 * what they know. `reference` has the defaults of the released code; where a default is ours, `paper` has it and
 * `reference` does without.
 */
export function normalizeSurf(input: SurfInput): SurfSettings {
  const sampler = input.sampler ?? "adaptive";
  const isAdaptive = sampler === "adaptive";
  const hopeless = isAdaptive ? null : {from: 10, below: 25, last: 5};
  return {
    ...sizes(input, isAdaptive),
    sampler,
    stopBelow: isAdaptive && input.stop_below !== false ? (input.stop_below ?? 0.05) : null,
    neighbours: isAdaptive ? (input.neighbours ?? null) : null,
    control: input.control ?? (isAdaptive ? 0.05 : 0.1),
    patience: input.patience ?? (sampler === "paper" ? 5 : 0),
    distinct: input.distinct ?? sampler !== "reference",
    hopeless: input.hopeless === false ? null : (input.hopeless ?? hopeless),
    seed: input.seed ?? 1
  };
}

type Sizes = Pick<SurfSettings, "runs" | "iterations" | "candidates" | "buffer" | "budgetCalls">;

/** How much is searched. A budget of calls makes iterations of an adaptive search smaller: it needs rounds. */
function sizes(input: SurfInput, isAdaptive: boolean): Sizes {
  const runs = input.runs ?? 5;
  const budgetCalls = input.budget_calls ?? null;
  const fitting = isAdaptive && budgetCalls !== null ? Math.ceil(budgetCalls / (runs * (input.iterations ?? 20))) : 120;
  const candidates = input.candidates ?? Math.min(120, fitting);
  const affordable = budgetCalls === null ? Infinity : Math.ceil(budgetCalls / (runs * candidates));
  return {
    runs,
    iterations: Math.min(input.iterations ?? (budgetCalls === null ? 20 : Infinity), affordable),
    candidates,
    buffer: input.buffer ?? (runs === 1 ? 10 : 5),
    budgetCalls
  };
}

/**
 * The settings with at most that many candidates in each search: as many iterations, smaller ones. A search that its file
 * makes shorter stays so.
 */
export function withBudgetOfCalls(surf: SurfSettings, calls: number): SurfSettings {
  const budgetCalls = Math.min(calls, surf.budgetCalls ?? Infinity);
  const candidates = Math.min(surf.candidates, Math.ceil(budgetCalls / (surf.runs * surf.iterations)));
  const iterations = Math.min(surf.iterations, Math.ceil(budgetCalls / (surf.runs * candidates)));
  return {...surf, budgetCalls, candidates, iterations};
}

/** Candidates of one search if no run ends early. */
export const plannedCandidates = ({runs, iterations, candidates, budgetCalls}: SurfSettings): number =>
  Math.min(budgetCalls ?? Infinity, runs * iterations * candidates);
