import {isFreeModel, isLabModel} from "../../step/role.js";
import {rolesOf, type Study} from "../../step/study.js";
import {modelsOf, stepsOf} from "../steps.js";

/** Whether the lab plays any part of a study. Pages then label its numbers. */
export const usesLab = (study: Study): boolean =>
  study.attributes === "lab" || rolesOf(study).some(({model}) => isLabModel(model));

/** Whether a study costs nothing. Only such a study may be run by a page. */
export const isFree = (study: Study): boolean =>
  modelsOf(study).every(isFreeModel) && stepsOf(study).every(({step, settings}) => !step.isCostly?.(settings));
