import {group} from "d3";
import {metBy, type Candidate} from "../candidate.js";
import type {FoldedFinding} from "../findings.js";
import type {SearchRecord} from "./search-record.js";

/** Fresh queries that asked the attributes of a finding again. */
export interface Replicates {
  candidates: Candidate[];
  scored: number;
  flagged: number; // of the scored
}

/** A query that tested a set of attributes again. */
interface Retest {
  candidate: Candidate;
  set: readonly string[]; // what it has in common with the candidate that led to it
}

/**
 * Finds the replicates of a finding: candidates that an adaptive search asked because of an earlier flag. What such a
 * candidate shares with that flag is the set it tests, and it replicates every finding that has the whole set. The
 * returned function yields null where the sampler never asks again.
 */
export function replicateFinder({runs, threshold}: SearchRecord): (finding: FoldedFinding) => Replicates | null {
  const all = runs.map(({tracker}) => tracker.candidates);
  if (!all.some((candidates) => candidates.some(({purpose}) => purpose !== undefined))) return () => null;
  const byFirst = group(
    all.flat().flatMap((candidate) => retestOf(candidate, all)),
    ({set}) => set[0]
  );
  return ({candidate, folded}) => {
    const own = [candidate, ...folded.map((top) => top.candidate)];
    const queries = new Set(own.map(({query}) => query));
    const met = new Set(metBy(candidate));
    const found = [...met]
      .flatMap((attribute) => byFirst.get(attribute) ?? [])
      .filter(({candidate: {query}, set}) => !queries.has(query) && set.every((attribute) => met.has(attribute)))
      .map((retest) => retest.candidate);
    const scores = found.flatMap(({score}) => score ?? []);
    return {candidates: found, scored: scores.length, flagged: scores.filter((score) => score > threshold).length};
  };
}

function retestOf(candidate: Candidate, runs: readonly (readonly Candidate[])[]): Retest[] {
  const {purpose, replicateOf: place} = candidate;
  const origin = place == null || purpose === "ablate" ? undefined : runs[place.run]?.[place.index];
  if (origin === undefined) return [];
  const met = metBy(candidate);
  const set = metBy(origin).filter((attribute) => met.includes(attribute));
  return set.length === 0 ? [] : [{candidate, set}];
}
