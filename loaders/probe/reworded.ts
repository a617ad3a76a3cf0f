import type {ProbeSettings} from "./settings.js";
import {isByModel} from "./transforms/registry.js";

/** Whether a model rewords the prompts of a probe. */
export const isReworded = ({perturbations, byRule, variants}: ProbeSettings): boolean =>
  (perturbations > 0 && !byRule) || variants.some(isByModel);
