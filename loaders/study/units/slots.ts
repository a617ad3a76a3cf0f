import {takePlace} from "../../engine/slots.js";
import {providerOf} from "../../model/provider.js";
import {isLabModel} from "../../step/role.js";
import {rolesOf, type Study} from "../../step/study.js";
import {narrowStudy} from "./narrow-study.js";
import {isServedHere} from "./servers.js";
import type {StudyPlan, StudyUnit} from "./study-plan.js";

/** Waits until a unit of a study may ask with the keys that units share. The result gives the place back. */
export const takeSlot = async (
  study: Study,
  unit: StudyUnit,
  plan: StudyPlan,
  signal?: AbortSignal
): Promise<() => void> => (sharesProviders(narrowStudy(study, unit)) ? takePlace(plan, signal) : () => undefined);

/** Whether a model is asked that is neither in the unit's process nor served by the unit alone. */
const sharesProviders = (study: Study): boolean =>
  rolesOf(study).some(
    (role) => !isServedHere(role) && !isLabModel(role.model) && providerOf(role.model).openModel === undefined
  );
