import {UserError} from "../../util/user-error.js";
import type {ProviderDefinition} from "./definition.js";

const roles = ["target", "query", "judge", "perturb"];

/** The lab's models run inside this process: a study opens its world and takes them from there (`loaders/lab`). */
export const labProvider: ProviderDefinition = {
  name: "lab",
  baseUrl: null,
  keyVariable: null,
  batches: false,
  free: true,
  docs: {
    names: "`lab:target`, `lab:query`, `lab:judge`, `lab:perturb`",
    api: "in this process, see [worlds.md](worlds.md)",
    thinking: "not at all"
  },
  checkModel(model) {
    if (roles.includes(model) || checkpointOf(model) !== null) return;
    throw new UserError(
      `unknown model of the lab: ${model}; expected one of ${roles.join(", ")}, or a checkpoint such as target@50`
    );
  },
  createModel: null,
  createEmbedder: null
};

/** How far into its training a checkpoint of the lab's target is, in percent; null when the name is no checkpoint. */
export function checkpointOf(model: string): number | null {
  const percent = Number(/^target@(\d{1,3})$/.exec(model)?.[1] ?? NaN);
  return percent >= 1 && percent <= 100 ? percent : null;
}
