import {firstPairs} from "./mixture-first-pairs.js";
import {freshPairs} from "./mixture-fresh-pairs.js";
import type {MixturePair} from "./mixture-pair.js";

/** Exchanges written by hand; none of them is taken from the mixture. */
export const mixturePairs: readonly MixturePair[] = [
  ...firstPairs.map((pair) => ({...pair, isFresh: false})),
  ...freshPairs.map((pair) => ({...pair, isFresh: true}))
];
