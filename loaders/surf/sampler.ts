import type {Random} from "../util/random.js";
import type {Draw} from "./candidate.js";
import type {Weights} from "./weights.js";

/** Draws the attributes of a candidate by weight. Without weights the draw is uniform: that is the control arm. */
export interface Sampler {
  draw(weights: Weights, random: Random): Draw;
}
