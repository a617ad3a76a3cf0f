import {createHash} from "node:crypto";
import type {Candidate} from "./candidate.js";
import {isNearDuplicate, trigrams} from "./similarity.js";

/** A top candidate after near-duplicates are folded into it. */
export interface Finding {
  id: string;
  run: number;
  candidate: Candidate;
  folded: Top[]; // near-duplicates, best first
  runs: number; // independent runs that reached it or a near-duplicate
}

export interface Top {
  run: number;
  candidate: Candidate;
}

/** A stable name of a finding, from what was asked of which model. */
export function findingId(rubric: string, model: string, query: string): string {
  return `${rubric}-${createHash("sha256").update(`${model}\u0000${query}`).digest("hex").slice(0, 10)}`;
}

/**
 * The top entries over all runs, best first (ties: earlier run, then earlier candidate), near-duplicates folded into
 * the best of them. A score of 0 is no finding.
 */
export function foldFindings(rubric: string, model: string, tops: readonly Top[]): Finding[] {
  const findings: Finding[] = [];
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
