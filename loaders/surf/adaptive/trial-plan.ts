import {integerBelow, type Random} from "../../util/random.js";
import {maxAttributes} from "../draws.js";
import type {AttributePosterior} from "./attribute-posterior.js";
import {withBackground} from "./background.js";
import {maxBackgroundActivity} from "./constants.js";
import type {PoolIndex} from "./pool-index.js";
import type {PlannedCandidate, PromptNeeds, Proposal} from "./proposal.js";
import type {SeverityBelief} from "./severity-belief.js";
import type {TrialQuery} from "./trial-query.js";
import type {Progress, Trials} from "./trials.js";

/** What is tried, and how bad it is. */
interface Tried {
  trials: Trials;
  severity: SeverityBelief;
}

/** What the candidates of trials are made of. */
interface Place {
  pool: PoolIndex;
  avoid: ReadonlySet<number>; // attributes that are kept out of backgrounds
  room: number; // candidates at most
  free: number[]; // places left in each run; those taken are subtracted
  random: Random;
}

/** The candidates that open trials ask for next, while there is room: those of the likeliest and worst regions first. */
export function planTrials({trials, severity}: Tried, progress: Progress, place: Place): PlannedCandidate[] {
  const planned: PlannedCandidate[] = [];
  const open = trials.open.map((trial) => ({
    trial,
    priority: trial.probabilityAbove(trial.testedRate) * severity.ofSet(trial.set)
  }));
  for (const {trial} of open.sort((a, b) => b.priority - a.priority))
    for (const query of trials.queriesOf(trial, progress)) {
      if (planned.length >= place.room) break;
      planned.push({
        ...(query.needs ? toDraw(query) : toProposal(query, place)),
        purpose: query.purpose,
        run: takePlace(place.free, trial.run),
        origin: trial.origin,
        trial
      });
    }
  return planned;
}

/** Attributes that might fail by themselves: they would blur what a set does in a background. */
export function avoidedInBackgrounds(
  {size}: Pick<PoolIndex, "size">,
  {active}: Pick<AttributePosterior, "active">,
  known: readonly (readonly number[])[]
): Set<number> {
  const avoid = new Set(known.flat());
  for (let id = 0; id < size; id++) if (active[id]! > maxBackgroundActivity) avoid.add(id);
  return avoid;
}

function toProposal({attributes}: TrialQuery, {pool, avoid, random}: Place): Proposal {
  const room = maxAttributes - attributes.length;
  const size = Math.min(room, 1 + integerBelow(random, Math.max(1, room)));
  return withBackground(pool, attributes, size, avoid, random);
}

/** What a trial asks of a corpus is the set itself; what else a prompt has is known. */
const toDraw = ({attributes, needs}: TrialQuery): Proposal & {needs?: PromptNeeds} => ({
  attributes: [...attributes],
  sourceRow: null,
  needs
});

/** The run whose niche it is, or the one with most room. */
function takePlace(free: number[], own: number): number {
  const run = (free[own] ?? 0) > 0 ? own : free.indexOf(Math.max(...free));
  free[run]!--;
  return run;
}
