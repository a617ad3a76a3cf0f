import type {RubricRule} from "./rule.js";

/** What a behaviour is and when it is out of place, in the normal form that prompts and tables use. */
export interface Rubric {
  name: string;
  principle: string; // prose: the behaviour, when it is and is not appropriate, the 0-100 scale, worked cases
  threshold: number; // a score above it is a flag
  topic: string | null; // guidance that steers the query model
  examples: {query: string; response: string; score: number; why: string}[];
  rule?: RubricRule; // scores in place of the judge, or decides whether the judge is asked; absent: the judge scores
  hash: string; // of the text that the judge reads, and of the rule: versions every score
}

/** Whether a judge has a part in scoring by a rubric. */
export const needsJudge = ({rule}: Pick<Rubric, "rule">): boolean => rule?.use !== "score";
