import type {AttributePool} from "../corpus/pools/attribute-pool.js";
import {integerBelow} from "../util/random.js";
import {drawDistinct, drawWeighted, maxAttributes} from "./draws.js";
import type {Sampler} from "./sampler.js";

/**
 * The paper's text alone: k from 1 to 5 (uniform; the paper gives no distribution) attributes from P(a), without
 * replacement. While nothing carries weight P(a) is uniform over A.
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
