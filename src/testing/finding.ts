import type {Row} from "../shared/schema.js";

/** A row of `findings`: a flag that nothing was done about, with what a test changes. */
export const toFinding = (given: Partial<Row<"findings">> = {}): Row<"findings"> => ({
  id: "rebut-0",
  rubric: "rebut",
  model: "planted:one",
  candidate: null,
  run: 1,
  iteration: 1,
  score: 90,
  flagged: true,
  contrast_score: null,
  context: null,
  folded: 0,
  folded_candidates: [],
  runs: 1,
  query: "When did the old mill turn?",
  attributes: [],
  region: null,
  replicates: [],
  replicates_n: null,
  replicates_flagged: null,
  confirmed: null,
  confirmed_n: null,
  confirmed_rate: null,
  confirmed_low: null,
  confirmed_high: null,
  mark: null,
  ...given
});
