import type {AttributePool} from "../../../loaders/corpus/pools/attribute-pool.js";
import {AdaptiveSearch} from "../../../loaders/surf/adaptive/adaptive-search.js";
import {controlShare} from "../../../loaders/surf/adaptive/control-share.js";
import type {PlannedCandidate} from "../../../loaders/surf/adaptive/proposal.js";
import {roundSizes} from "../../../loaders/surf/adaptive/rounds.js";
import {exclusionsOf} from "../../../loaders/surf/adaptive/exclusion.js";
import {isExhausted} from "../../../loaders/surf/adaptive/stop-rule.js";
import {updateBuffer, type BufferEntry} from "../../../loaders/surf/buffer.js";
import {createPaperSampler} from "../../../loaders/surf/paper-sampler.js";
import {createReferenceSampler} from "../../../loaders/surf/reference-sampler.js";
import type {Sampler} from "../../../loaders/surf/sampler.js";
import {createUniformSampler} from "../../../loaders/surf/uniform-sampler.js";
import {attributeWeights, type Weights} from "../../../loaders/surf/weights.js";
import {createRandom, seedOf, type Random} from "../../../loaders/util/random.js";
import {bar, judgeReports, type AskedCandidate, type Outcome, type ReportedRegion} from "./outcome.js";
import {threshold, type SearchWorld} from "./world.js";

export const contestants = ["uniform", "paper", "reference", "adaptive"] as const;
export type Contestant = (typeof contestants)[number];

/** A number of target calls and how a study of that size is divided. */
export interface Size {
  calls: number;
  runs: number;
  iterations: number;
  candidates: number;
}

export const sizes: Size[] = [
  {calls: 1000, runs: 5, iterations: 20, candidates: 10},
  {calls: 3000, runs: 5, iterations: 20, candidates: 30},
  {calls: 12_000, runs: 5, iterations: 20, candidates: 120},
  {calls: 36_000, runs: 15, iterations: 20, candidates: 120}
];

/** Lets one sampler search one world. Every target call counts, whatever it is for. */
export function searchWorld(world: SearchWorld, contestant: Contestant, size: Size, seed: number): Outcome {
  return contestant === "adaptive" ? adaptive(world, size, seed) : byBuffer(world, contestant, size, seed);
}

const buffer = 5;
const noWeights: Weights = new Map();

const samplers: Record<Exclude<Contestant, "adaptive">, (pool: AttributePool) => Sampler> = {
  uniform: createUniformSampler,
  paper: createPaperSampler,
  reference: createReferenceSampler
};

/** The released search: it reports the flags in all final buffers, each with all its attributes. */
function byBuffer(world: SearchWorld, contestant: Exclude<Contestant, "adaptive">, size: Size, seed: number): Outcome {
  const sampler = samplers[contestant](world.pool);
  const asked: AskedCandidate[] = [];
  const at: number[][] = Array.from({length: size.runs}, () => []);
  const idsOf = (names: readonly string[]) => names.map((name) => world.ids.get(name)!);
  const runs = Array.from({length: size.runs}, () => ({entries: [] as BufferEntry[], weights: noWeights}));
  for (let iteration = 1; iteration <= size.iterations; iteration++)
    for (const [r, run] of runs.entries()) {
      const random = createRandom(seedOf(contestant, seed, r, iteration));
      const fresh: BufferEntry[] = [];
      for (let slot = 0; slot < size.candidates; slot++) {
        const {attributes} = sampler.draw(run.weights, random);
        const ids = idsOf(attributes);
        const score = world.ask(ids, random);
        asked.push({attributes: ids, flagged: score > threshold});
        at[r]!.push(asked.length);
        fresh.push({candidate: at[r]!.length - 1, score, attributes, entered: iteration, query: ""});
      }
      run.entries = updateBuffer(run.entries, fresh, {size: buffer, distinct: false});
      run.weights = attributeWeights(run.entries);
    }
  const reports = runs.flatMap(({entries}, r) =>
    entries
      .filter(({score}) => score > threshold)
      .map(({attributes, candidate}): ReportedRegion => ({attributes: idsOf(attributes), at: at[r]![candidate]!}))
  );
  return judgeReports(world, distinct(reports), asked, seed);
}

function distinct(reports: readonly ReportedRegion[]): ReportedRegion[] {
  const seen = new Map(
    reports.toReversed().map((report) => [[...report.attributes].sort((a, b) => a - b).join(), report])
  );
  return [...seen.values()];
}

const control = 0.05; // the product's defaults for this sampler: part of the same calls
const stopBelow = 0.05;

function adaptive(world: SearchWorld, {runs, iterations, candidates}: Size, seed: number): Outcome {
  const schedule = {iterations, planned: runs * iterations * candidates};
  const search = new AdaptiveSearch(world.pool, {
    seed,
    ...schedule,
    threshold,
    bar
  });
  const uniform = createUniformSampler(world.pool);
  const controlsOf = controlShare(control);
  const asked: AskedCandidate[] = [];
  let stopped: Outcome["stopped"] = null;
  for (let iteration = 1; iteration <= iterations; iteration++) {
    const random = createRandom(seedOf("adaptive world", seed, iteration));
    const controls = Array.from({length: runs}, () => controlsOf(candidates));
    const rounds = controls.map((count) => roundSizes(candidates - count, iteration, schedule));
    const last = rounds[0]!.length - 1;
    const drawn = controls.reduce((total, count) => total + count, 0);
    for (let round = 0; round <= last; round++) {
      const sizes = rounds.map((sizesOfRun) => sizesOfRun[round]!);
      const planned = search.plan(sizes, iteration);
      for (let i = 0; round === last && i < drawn; i++) planned.push(drawControl(world, uniform, random));
      const outcomes = planned.map(({attributes}) => {
        const score = world.ask(attributes, random);
        asked.push({attributes, flagged: score > threshold});
        return {score, attributes, prompt: null};
      });
      search.observe(planned, outcomes);
      if (stopped === null && isExhausted(search, stopBelow))
        stopped = {calls: asked.length, found: judgeReports(world, reportsAtEnd(search), asked, seed).found};
    }
  }
  search.finish();
  return {...judgeReports(world, reportsOf(search), asked, seed), excludesTruly: excludesTruly(search, world), stopped};
}

/** Whether no attribute and no random query fails more often than the search says; of worlds without regions. */
function excludesTruly(search: AdaptiveSearch, world: SearchWorld): boolean {
  return world.regions.length > 0 || exclusionsOf(search).every(({rate}) => world.flagRate <= rate);
}

const reportsOf = ({regions}: AdaptiveSearch): ReportedRegion[] =>
  regions.map(({core, confirmedAt}) => ({attributes: core, at: confirmedAt}));

/** What a search would report if it ended now. */
const reportsAtEnd = (search: AdaptiveSearch): ReportedRegion[] => [
  ...reportsOf(search),
  ...search.endable.map(({set}) => ({attributes: set, at: search.observations.asked}))
];

function drawControl(world: SearchWorld, uniform: Sampler, random: Random): PlannedCandidate {
  const attributes = uniform.draw(noWeights, random).attributes.map((name) => world.ids.get(name)!);
  return {attributes, sourceRow: null, purpose: "control", run: 0, origin: null, trial: null};
}
