/** What is known of a set of attributes that carries a failure. */
export interface AdaptiveRegion {
  core: number[];
  isReduced: boolean; // without any of its attributes the failure is gone; false: the search ended before that was settled
  isCertain: boolean; // by scores above the threshold alone the rate is above one half; false: by all its scores only
  run: number; // whose niche it is
  fresh: number[]; // candidates that measure it; those of a reduced one had no part in finding it
  firstSeen: number; // candidates asked when it was confirmed
  iteration: number; // in which it was confirmed
  without: {attribute: number; fresh: number[]}[]; // candidates that had all of it but one attribute
}
