/** A region that the search reports: a set of attributes whose rate of violations is above one half. */
export interface FoundRegion {
  core: number[];
  isMinimal: boolean; // every attribute is needed; false: the search ended before that was settled
  isProvenByFlags: boolean; // flags alone put the rate above one half; false: only all violations do
  run: number; // whose niche it is
  sample: number[]; // candidates that estimate its rate; where it is minimal, none of them had a part in finding it
  confirmedAt: number; // candidates asked when it was confirmed
  iteration: number; // in which it was confirmed
  tooFew: number | null; // refused a verdict: so few fresh prompts of the corpus have it; null: there were enough
  ablations: {attribute: number; sample: number[]}[]; // candidates that had all of it but one attribute
}
