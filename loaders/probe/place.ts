import type {Rubric} from "../util/rubric.js";
import {isUserError} from "../util/user-error.js";

/** What the normal form of a probe is made with; `errorAt` places a problem at the line of its key. */
export interface NormalizeContext {
  file: string; // study file: paths are relative to it
  rubrics: readonly Rubric[];
  targets: readonly string[];
  hasSearch: boolean;
  lab: boolean; // whether the lab plays a part: its chunks can give shots
  errorAt(path: readonly PropertyKey[], message: string): Error;
}

/** The same context, with a path before every key and the reader's own errors placed there. */
export function within(context: NormalizeContext, before: readonly PropertyKey[]): NormalizeContext {
  return {...context, errorAt: (path, message) => context.errorAt([...before, ...path], message)};
}

/** Runs what may throw an error without a place, and gives it one. */
export function placed<T>({errorAt}: NormalizeContext, path: readonly PropertyKey[], act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!isUserError(error) || error.place.file !== undefined) throw error;
    throw errorAt(path, error.message);
  }
}
