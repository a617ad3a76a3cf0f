import type {Rubric} from "../util/rubric.js";
import {isUserError} from "../util/user-error.js";

/** What the normal form of a probe is made with; `errorAt` places a problem at the line of its key. */
export interface StudyFacts {
  file: string; // study file: paths are relative to it
  rubrics: readonly Rubric[];
  targets: readonly string[];
  hasSearch: boolean;
  lab: boolean; // whether the lab is one of its models: its chunks can be shots
  errorAt(path: readonly PropertyKey[], message: string): Error;
}

/** The same facts, with a path before the path of every error. */
export const within = (facts: StudyFacts, before: readonly PropertyKey[]): StudyFacts => ({
  ...facts,
  errorAt: (path, message) => facts.errorAt([...before, ...path], message)
});

/** Runs what may throw an error without a place, and adds the place. */
export function placed<T>({errorAt}: Pick<StudyFacts, "errorAt">, path: readonly PropertyKey[], act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!isUserError(error) || error.place.file !== undefined) throw error;
    throw errorAt(path, error.message);
  }
}
