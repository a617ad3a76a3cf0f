import {AttributePosterior} from "./attribute-posterior.js";
import type {CoreEvidence} from "./core-posterior.js";
import type {ModelParameters} from "./model-parameters.js";
import type {Observations} from "./observations.js";

/** The evidence that observations are, where no region is known. */
export function evidenceOf(observations: Observations, parameters: Partial<ModelParameters> = {}): CoreEvidence {
  const posterior = new AttributePosterior(observations);
  const defaults = {baseRate: 0.02, regionRate: 0.7, regionPrior: 0.002, weakPairPrior: 1e-3};
  return {posterior, explained: posterior.explainedBy([]), parameters: {...defaults, ...parameters}};
}
