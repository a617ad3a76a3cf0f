import {isLabModel} from "../../step/role.js";
import {rolesOf, type Study} from "../../step/study.js";
import {otherModelsOf} from "../steps.js";

/** Whether any part of a study is played by the lab: its numbers are labelled so. */
export const usesLab = (study: Study): boolean =>
  study.attributes === "lab" || rolesOf(study).some(({model}) => isLabModel(model));

/** Whether a study costs nothing: only then may a page run it unasked. */
export const isFree = (study: Study): boolean =>
  rolesOf(study).every(({model}) => isLabModel(model)) && otherModelsOf(study).length === 0;
