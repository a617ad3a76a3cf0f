import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import type {Plan, Unit} from "../../engine/unit.js";
import {unitsFolder} from "../../engine/unit-files.js";
import {providerOf} from "../../model/provider.js";
import {isLabModel} from "../../step/role.js";
import {rolesOf, type Study} from "../../step/study.js";
import {tryLockFolder} from "../../store/lock.js";
import {narrowStudy} from "./narrow-study.js";
import {isServedHere} from "./servers.js";

const pollInMs = 1000;

/**
 * Waits until fewer units ask with the keys of a study than its plan allows at once: each asks at that share of their
 * limits, whatever a scheduler starts. The result gives the place back.
 */
export async function takeSlot(study: Study, unit: Unit, plan: Plan, signal?: AbortSignal): Promise<() => void> {
  if (!sharesProviders(narrowStudy(study, unit))) return () => undefined;
  for (;;) {
    for (let i = 0; i < plan.options.atOnce; i++) {
      const release = tryLockFolder(join(unitsFolder(study.name), "slots", String(i)), `a unit of ${study.name}`);
      if (release !== null) return release;
    }
    await sleep(pollInMs, undefined, {signal});
  }
}

/** Whether a model is asked that is neither in the unit's process nor served by the unit alone. */
const sharesProviders = (study: Study): boolean =>
  rolesOf(study).some(
    (role) => !isServedHere(role) && !isLabModel(role.model) && providerOf(role.model).openModel === undefined
  );
