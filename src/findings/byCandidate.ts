import type {Row} from "../shared/schema.js";
import type {CandidateFinding} from "../candidates/candidateReader.js";
import {evidenceOf} from "./evidence.js";
import {standingInWords} from "./standing.js";

/** The finding of each candidate that is one or is folded into one, by the candidate's row. */
export function findingsByCandidate(findings: readonly Row<"findings">[], bar: number): Map<number, CandidateFinding> {
  const tables = {findings, rates: [], prompts: [], regions: [], traces: []};
  const found = new Map<number, CandidateFinding>();
  for (const evidence of evidenceOf(tables, bar)) {
    const {id, candidate, folded_candidates: folded} = evidence.finding;
    const own = {id, isConfirmed: evidence.standing === "confirmed", standing: standingInWords(evidence)};
    for (const row of folded) found.set(row, {...own, isFolded: true, isConfirmed: false});
    if (candidate !== null) found.set(candidate, {...own, isFolded: false});
  }
  return found;
}
