import {createHash} from "node:crypto";
import {isNearDuplicate, trigrams} from "../../src/shared/similarity.js";
import type {Candidate} from "./candidate.js";

/** A top candidate after near-duplicates are folded into it. */
export interface FoldedFinding {
  id: string;
  run: number;
  candidate: Candidate;
  folded: Top[]; // near-duplicates, best first
  runs: number; // independent runs that found it or a near-duplicate
}

/** A top candidate and its run. */
export interface Top {
  run: number;
  candidate: Candidate;
}

/** The stable id of a finding, which depends on rubric, model and query alone. */
export function findingId(rubric: string, model: string, query: string): string {
  return `${rubric}-${createHash("sha256").update(`${model}\u0000${query}`).digest("hex").slice(0, 10)}`;
}

/**
 * The top candidates of all runs, best first (ties: earlier run, then earlier candidate), with near-duplicates folded
 * into the best of them. A candidate with a score of 0 is not a finding.
 */
export function foldFindings(rubric: string, model: string, tops: readonly Top[]): FoldedFinding[] {
  const findings: FoldedFinding[] = [];
  const grams: Set<string>[] = [];
  for (const top of tops.filter(({candidate}) => (candidate.score ?? 0) > 0).toSorted(byScore)) {
    const query = top.candidate.query ?? "";
    const own = trigrams(query);
    const match = grams.findIndex((other) => isNearDuplicate(own, other));
    if (match >= 0) {
      findings[match]!.folded.push(top);
      continue;
    }
    findings.push({id: findingId(rubric, model, query), ...top, folded: [], runs: 1});
    grams.push(own);
  }
  for (const finding of findings) finding.runs = new Set([finding.run, ...finding.folded.map(({run}) => run)]).size;
  return findings;
}

function byScore(a: Top, b: Top): number {
  return (
    b.candidate.score! - a.candidate.score! ||
    a.run - b.run ||
    a.candidate.iteration - b.candidate.iteration ||
    a.candidate.slot - b.candidate.slot
  );
}
