import {isUserError} from "../util/user-error.js";

type ErrorAt = (path: readonly PropertyKey[], message: string) => Error;

/** Runs what may throw an error without a place, and adds the place. */
export function placed<T>({errorAt}: {errorAt: ErrorAt}, path: readonly PropertyKey[], act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!isUserError(error) || error.place.file !== undefined) throw error;
    throw errorAt(path, error.message);
  }
}
