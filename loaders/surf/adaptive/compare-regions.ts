import {settleAll} from "../../util/settle.js";
import {askLater, type CallHandle, type CandidateContext} from "../ask-candidate.js";
import type {Candidate} from "../candidate.js";
import type {SearchRun} from "../run.js";
import type {AdaptiveSearch} from "./adaptive-search.js";
import {contrastBatch} from "./constants.js";
import {
  comparePairs,
  countPairs,
  isOfTarget,
  isShared,
  qValues,
  type ComparedRegion,
  type Pairs,
  type RegionContrast
} from "./contrast-pairs.js";
import type {FoundRegion} from "./found-region.js";
import type {CandidatePlace} from "./search-snapshot.js";

interface Compared {
  search: AdaptiveSearch;
  runs: readonly SearchRun[];
  places: readonly CandidatePlace[];
}

/**
 * Compares the target and the contrast model on the fresh queries of each proven region. Where the target was flagged the
 * contrast model has answered already. Of the other queries it is asked a few at a time until the difference is clear, then
 * more, as long as these calls are at most 7% of the flags of the search.
 */
export async function compareRegions(
  compared: Compared,
  context: Pick<CandidateContext, "later">
): Promise<Map<FoundRegion, ComparedRegion>> {
  const regions = compared.search.regions.filter(({tooFew}) => tooFew === null);
  const of = (region: FoundRegion) => comparePairs(pairsOf(region, compared));
  for (const region of regions)
    while (needsMore(pairsOf(region, compared)))
      if ((await askNext(region, contrastBatch.size, compared, context)) === 0) break;
  for (const region of judge(regions, of).filter(({isOfTarget}) => isOfTarget)) {
    const room = Math.floor(contrastBatch.shareOfFlags * countFlags(compared)) - countExtra(compared);
    if (room > 0) await askNext(region.region, room, compared, context);
  }
  return new Map(judge(regions, of).map(({region, ...rest}) => [region, rest]));
}

function judge(regions: readonly FoundRegion[], of: (region: FoundRegion) => RegionContrast | null) {
  const contrasts = regions.map(of);
  const qs = qValues(contrasts);
  return regions.map((region, i) => {
    const [contrast, q] = [contrasts[i]!, qs[i]!];
    return {region, contrast, q, isOfTarget: contrast !== null && isOfTarget(contrast, q!)};
  });
}

/** Whether further answers could decide if a set fails in the target alone. */
function needsMore(pairs: Pairs): boolean {
  if (pairs.other.n >= contrastBatch.max || isShared(pairs)) return false;
  const contrast = comparePairs(pairs);
  return contrast === null || contrast.low <= 0;
}

/** The distinct queries that measure a region, each with the places of its candidates. */
const queriesOf = ({sample}: FoundRegion, {search, places}: Compared): CandidatePlace[][] =>
  sample.map((index) => search.observations.all[index]!.candidates.map((place) => places[place]!));

const candidateAt = ({run, index}: CandidatePlace, {runs}: Compared): Candidate<CallHandle> =>
  runs[run]!.tracker.candidates[index]!;

function pairsOf(region: FoundRegion, compared: Compared): Pairs {
  const queries = queriesOf(region, compared).map((places) => places.map((place) => candidateAt(place, compared)));
  return countPairs(queries, compared.search.observations.threshold);
}

/** Asks the contrast model the next queries of a region on which the target was not flagged. Resolves to their number. */
async function askNext(
  region: FoundRegion,
  most: number,
  compared: Compared,
  context: Pick<CandidateContext, "later">
): Promise<number> {
  const {threshold} = compared.search.observations;
  const isAsked = (place: CandidatePlace) => candidateAt(place, compared).contrast !== undefined;
  const isUnflagged = (place: CandidatePlace) => (candidateAt(place, compared).score ?? Infinity) <= threshold;
  const next = queriesOf(region, compared)
    .filter((places) => !places.some((place) => isUnflagged(place) && isAsked(place)))
    .flatMap((places) => places.find(isUnflagged) ?? [])
    .slice(0, most);
  await settleAll(
    next.map(async (place) => {
      const answered = await askLater(candidateAt(place, compared), context);
      compared.runs[place.run]!.tracker.replace(place.index, answered);
    })
  );
  return next.length;
}

const allCandidates = ({runs}: Compared): Candidate[] => runs.flatMap(({tracker}) => tracker.candidates);

const countFlags = (compared: Compared): number =>
  allCandidates(compared).filter(({score}) => score !== null && score > compared.search.observations.threshold).length;

/** Queries that the contrast model was asked although the target was not flagged. */
const countExtra = (compared: Compared): number =>
  allCandidates(compared).filter(
    ({score, contrast}) => contrast !== undefined && score! <= compared.search.observations.threshold
  ).length;
