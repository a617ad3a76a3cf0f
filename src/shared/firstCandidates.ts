/** A candidate as a list shows it. */
export interface ListedCandidate {
  id: number;
  score: number | null;
  flagged: boolean;
  reason: string | null;
  rubric: string;
  run: number;
  iteration: number;
  arm: string;
  query: string | null; // cut, as the table has it
}

/** What the page Candidates shows before it has read which candidates there are. */
export interface FirstCandidates {
  total: number;
  candidates: ListedCandidate[]; // the first page: the highest scores, of equal ones the lowest id
}

/** Candidates on a page of the list. */
export const candidatesAPage = 25;
