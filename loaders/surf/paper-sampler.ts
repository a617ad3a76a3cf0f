import type {AttributePool} from "../corpus/pools/attribute-pool.js";
import {integerBelow} from "../util/random.js";
import {drawDistinct, drawWeighted, maxAttributes} from "./draws.js";
import type {Sampler} from "./sampler.js";

/**
 * The draw as the paper describes it (section 3.1): k attributes from P(a) without replacement, with k uniform from 1
 * to 5, since the paper names no distribution. While no attribute has weight, P(a) is uniform over A.
 */
export function createPaperSampler({attributes}: AttributePool): Sampler {
  return {
    draw(weights, random) {
      const k = 1 + integerBelow(random, maxAttributes);
      const weighted = drawWeighted(random, weights, k);
      if (weighted.length > 0) return {attributes: weighted, weighted, sourceRow: null};
      const uniform = drawDistinct(random, attributes.length, k).map((id) => attributes[id]!);
      return {attributes: uniform, weighted: [], sourceRow: null};
    }
  };
}
