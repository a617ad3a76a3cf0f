/**
 * An error the user can act on: printed as one line, never as a stack trace, exit code 2.
 *
 * Its message says what was wrong with the value, and ends with what was expected or the cure.
 */
export interface Place {
  file?: string;
  line?: number; // from 1
  key?: string; // dotted path in a YAML or JSON file
}

export class UserError extends Error {
  readonly place: Place;

  constructor(message: string, place: Place = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = "UserError";
    this.place = place;
  }
}

export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === "UserError";
}

/** `file:line: key: message`, leaving out what is not known. */
export function formatUserError(error: UserError): string {
  const {file, line, key} = error.place;
  const where = file === undefined ? undefined : line === undefined ? file : `${file}:${line}`;
  return [where, key, error.message].filter((part) => part !== undefined && part !== "").join(": ");
}
