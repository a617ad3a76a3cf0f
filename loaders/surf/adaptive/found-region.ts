/** A region that the search reports: a set of attributes whose rate of violations reaches the bar. */
export interface FoundRegion {
  core: readonly number[];
  claim: "rate" | "lift"; // proven to reach the bar, or proven above what surrounds it and estimated to reach the bar
  evidence: number; // e-value of the claim
  run: number; // whose niche it is
  sample: number[]; // distinct queries that estimate its rate
  confirmedAt: number; // candidates asked when it was confirmed
  iteration: number; // in which it was confirmed
  tooFew: number | null; // refused a verdict: so few prompts of the corpus have it; null: there were enough
  ablations: {attribute: number; sample: number[]}[]; // distinct queries that have all of it but one attribute
}
