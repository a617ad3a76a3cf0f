import type {AttributePool} from "../corpus/pools/attribute-pool.js";
import {createPaperSampler} from "./paper-sampler.js";
import {createReferenceSampler} from "./reference-sampler.js";
import type {Sampler} from "./sampler.js";

/** What a study may name; `adaptive` is no sampler by weight: it plans its candidates itself (adaptive/). */
export const samplerNames = ["adaptive", "reference", "paper"] as const;
export type SamplerName = (typeof samplerNames)[number];

/** Samplers that draw by the weights of a replay buffer. */
export type WeightedSamplerName = Exclude<SamplerName, "adaptive">;

const samplers: Record<WeightedSamplerName, (pool: AttributePool) => Sampler> = {
  reference: createReferenceSampler,
  paper: createPaperSampler
};

export const createSampler = (name: WeightedSamplerName, pool: AttributePool): Sampler => samplers[name](pool);
