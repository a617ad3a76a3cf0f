import {spellOutContexts} from "../step/contexts/spell-out.js";
import {shotsFrom} from "../step/contexts/shots.js";
import {isLate, type ProbeSettings} from "./settings.js";
import {applyVariant, isByModel} from "./transforms/registry.js";
import {differenceOf} from "../model/recorded/parameters.js";
import type {RoleSettings} from "../step/role.js";
import {isUserError, UserError} from "../util/user-error.js";
import type {PreparedStudy} from "../step/prepared-study.js";

/** Finds what would stop a probe after money was spent: a context too long, a missing chunk, a transform without effect. */
export async function checkProbes(
  step: string,
  probes: readonly ProbeSettings[],
  {study, roles, lab}: Pick<PreparedStudy, "study" | "roles" | "lab">
): Promise<void> {
  const shots = (chunk: string, count: number) => shotsFrom(lab, study.name, chunk, count);
  for (const [i, probe] of probes.entries()) {
    try {
      await spellOutContexts(probe.contexts, {
        what: `probe ${probe.name}`,
        models: targetsOf(probe, roles.targets),
        shotsOf: shots
      });
      checkChanges(probe);
      checkTemperature(probe, roles.targets);
    } catch (error) {
      if (!isUserError(error) || error.place.file !== undefined) throw error;
      throw study.errorAt(step === "probe" ? [step, i] : [step], error.message);
    }
  }
}

/** The targets that a probe asks. */
export const targetsOf = ({models}: ProbeSettings, targets: readonly RoleSettings[]): RoleSettings[] =>
  targets.filter(({model}) => models?.includes(model.name) ?? true);

function checkChanges({source, variants, seed}: ProbeSettings): void {
  if (isLate(source)) return;
  for (const variant of variants.filter((each) => !isByModel(each)))
    if (source.every(({query}) => applyVariant(variant, query, seed) === query))
      throw new UserError(`the transform ${variant.name} changes none of its prompts: expected another`);
}

/** A recorded target can't be asked at another temperature than it was recorded with. */
function checkTemperature({temperature, models}: ProbeSettings, targets: readonly RoleSettings[]): void {
  if (temperature === null) return;
  for (const {model} of targets) {
    if (model.recording === undefined || models?.includes(model.name) === false) continue;
    const difference = differenceOf(model.recording.parameters, {temperature});
    if (difference !== null) throw new UserError(`${model.name} is asked with ${difference}: take temperature out`);
  }
}
