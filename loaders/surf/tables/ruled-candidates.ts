import {mean} from "../../../src/shared/statistics.js";
import type {RuledPart} from "../../step/step-run.js";
import type {JudgeScore} from "../candidate.js";
import type {SearchRecord} from "./search-record.js";

/** What the rule of a search's rubric said of each candidate; empty without a rule. */
export const ruledIn = ({rubric, threshold, runs}: SearchRecord): RuledPart[] =>
  runs.flatMap(({tracker}) =>
    tracker.candidates.flatMap(({ruled, judgements}): RuledPart[] => {
      if (ruled === undefined) return [];
      const score = ruled.settled && judgements !== undefined ? meanScore(judgements) : null;
      return [{rubric, fired: ruled.fired, missed: score === null ? null : score > threshold}];
    })
  );

/** The mean score of all judges; null if one of them gave none. */
function meanScore(judgements: readonly JudgeScore[]): number | null {
  const scores = judgements.flatMap(({score}) => score ?? []);
  return scores.length === judgements.length ? mean(scores) : null;
}
