import type {AttributePool} from "../corpus/pools/attribute-pool.js";
import {createReferenceSampler} from "./reference-sampler.js";
import type {Sampler} from "./sampler.js";
import type {Weights} from "./weights.js";

const noWeights: Weights = new Map();

/**
 * The control arm's draw, whatever the weights: what the released code draws while nothing carries weight. Uniform over
 * the rows of the pool, then one to five attributes of that row.
 */
export function createUniformSampler(pool: AttributePool): Sampler {
  const reference = createReferenceSampler(pool);
  return {draw: (_weights, random) => reference.draw(noWeights, random)};
}
