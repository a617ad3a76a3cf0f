import type {Rubric} from "../util/rubric.js";
import {UserError} from "../util/user-error.js";
import type {StudyFacts} from "./place.js";

/** A rubric of the study by name. Throws a UserError without a place when there is none. */
export type RubricOf = (name: string) => Rubric;

export const findRubric =
  ({rubrics}: Pick<StudyFacts, "rubrics">): RubricOf =>
  (name) => {
    const rubric = rubrics.find((each) => each.name === name);
    if (rubric !== undefined) return rubric;
    throw new UserError(
      `no such rubric in this study: ${name}; expected ${rubrics.map((each) => each.name).join(", ")}`
    );
  };
