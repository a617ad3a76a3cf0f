/**
 * An error the user can act on: printed as one line a problem, never as a stack trace, exit code 2.
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
  readonly more: readonly UserError[]; // further problems found in the same pass

  constructor(message: string, place: Place = {}, {more = [], ...options}: ErrorOptions & {more?: UserError[]} = {}) {
    super(message, options);
    this.name = "UserError";
    this.place = place;
    this.more = more;
  }
}

export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === "UserError";
}

const maxProblems = 20; // lines printed: a file that is not YAML at all has thousands

/** `file:line: key: message` for each problem, a line each, leaving out what is not known. */
export function formatUserError(error: UserError): string {
  const lines = [error, ...error.more].map(formatProblem);
  const rest = lines.length - maxProblems;
  return [...lines.slice(0, maxProblems), ...(rest > 0 ? [`... and ${rest} more problems`] : [])].join("\n");
}

function formatProblem({place: {file, line, key}, message}: UserError): string {
  const where = file === undefined ? undefined : line === undefined ? file : `${file}:${line}`;
  const text = [where, key, message].filter((part) => part !== undefined && part !== "").join(": ");
  return text.replaceAll(/\s*\n\s*/g, " ");
}
