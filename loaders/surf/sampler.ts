import type {AttributePool} from "../corpus/pools/attribute-pool.js";
import type {Random} from "../util/random.js";
import type {Draw} from "./candidate.js";
import {createPaperSampler} from "./paper-sampler.js";
import {createReferenceSampler} from "./reference-sampler.js";
import type {Weights} from "./weights.js";

/** Proposes the attributes of a candidate. Without weights the draw is uniform: that is the control arm. */
export interface Sampler {
  draw(weights: Weights, random: Random): Draw;
}

export const samplerNames = ["adaptive", "reference", "paper"] as const;
export type SamplerName = (typeof samplerNames)[number];

const samplers: Record<SamplerName, (pool: AttributePool) => Sampler> = {
  adaptive: createReferenceSampler, // draws its control arm; what it searches comes from adaptive/
  reference: createReferenceSampler,
  paper: createPaperSampler
};

export const createSampler = (name: SamplerName, pool: AttributePool): Sampler => samplers[name](pool);
