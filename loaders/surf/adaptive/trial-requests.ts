import {integerBelow, type Random} from "../../util/random.js";
import type {AcquisitionRule} from "./acquisition-rule.js";
import type {AttributePosterior} from "./attribute-posterior.js";
import {testedRate} from "./bar.js";
import {partOfSuspect, trialFrom} from "./constants.js";
import type {CorpusSets} from "./corpus-sets.js";
import type {Observations} from "./observations.js";
import type {PoolIndex} from "./pool-index.js";
import type {SeverityBelief} from "./severity-belief.js";
import type {Suspect, Suspects} from "./suspects.js";
import {probabilityAbove} from "./trial.js";
import type {TrialRequest, Trials} from "./trials.js";

/** What of a search says which sets may be regions. */
export interface Beliefs {
  bar: number;
  pool: PoolIndex;
  observations: Observations;
  posterior: AttributePosterior;
  suspects: Suspects;
  acquisition: AcquisitionRule;
  trials: Trials;
  severity: SeverityBelief;
}

/** The sets with odds from a value on of being regions: the likeliest and worst first. */
export function trialRequests(
  beliefs: Beliefs,
  corpus: CorpusSets | null,
  from: number,
  random: Random
): TrialRequest[] {
  const {pool, observations, suspects, acquisition, trials, severity} = beliefs;
  const runs = 1 + Math.max(0, ...trials.all.map(({run}) => run));
  const request = (set: readonly number[], odds: number, origin: number | null): TrialRequest => ({
    set,
    odds,
    origin,
    run: integerBelow(random, runs)
  });
  const likely = suspects.ranked.filter(({odds}) => odds >= from);
  const inLikely = new Set(likely.flatMap(({set}) => set));
  const strongest = corpus === null ? strongestSuspects(suspects, from * partOfSuspect) : new Map<number, Suspect>();
  const singles: TrialRequest[] = [];
  for (let id = 0; id < pool.size; id++) {
    const odds = acquisition.oddsOfAttribute(id);
    if (odds >= from && !inLikely.has(id) && mayReach(id, strongest.get(id), beliefs))
      singles.push(request([id], odds, null));
  }
  const sets = likely.map(({set, odds, flags}) => request(set, odds, observations.all[[...flags][0]!]!.candidates[0]!));
  const within = [...(corpus?.within(from, (id) => acquisition.priorOfAttribute(id)) ?? [])];
  const inRegions = within.map(({set, odds}) => request(set, odds, null));
  const all = [...singles, ...sets, ...inRegions].map((each) => ({each, worth: each.odds * severity.ofSet(each.set)}));
  return all.sort((a, b) => b.worth - a.worth).map(({each}) => each);
}

/** Of each attribute the suspect with the highest odds that has it, from some odds on. */
function strongestSuspects({ranked}: Suspects, from: number): Map<number, Suspect> {
  const strongest = new Map<number, Suspect>();
  for (const suspect of ranked) {
    if (suspect.odds < from) break;
    for (const id of suspect.set) if (!strongest.has(id)) strongest.set(id, suspect);
  }
  return strongest;
}

/**
 * Whether the record of an attribute, without the queries of a suspect that it is in, leaves it possible that its rate reaches
 * the bar: one that was mostly asked with its partner looks like a region of its own.
 */
function mayReach(id: number, suspect: Suspect | undefined, {bar, posterior}: Beliefs): boolean {
  const n = Math.max(0, posterior.n[id]! - (suspect?.n ?? 0));
  const violations = Math.min(n, Math.max(0, posterior.violations[id]! - (suspect?.flags.size ?? 0)));
  return probabilityAbove(testedRate(bar, posterior.baseRate), {n, violations}) >= trialFrom.probability;
}
