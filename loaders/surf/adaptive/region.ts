/** What is known of a set of attributes that carries a failure. */
export interface AdaptiveRegion {
  core: number[];
  isReduced: boolean; // without any of its attributes the failure is gone; false: the search ended before that was settled
  run: number; // whose niche it is
  fresh: number[]; // candidates drawn to measure it, which had no part in finding it
  n: number; // of these, scored
  violations: number;
  firstSeen: number; // candidates asked when it was confirmed
  iteration: number; // in which it was confirmed
  without: {attribute: number; n: number; violations: number}[];
}
