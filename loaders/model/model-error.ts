/** Why a call to a model got no reply. */
export interface ModelErrorDetails {
  model: string; // provider:model
  status: number | null; // HTTP status; null when no answer came
  retryable: boolean; // a later attempt may succeed (408, 409, 429, 5xx, lost connection)
  retryAfterInMs: number | null; // what the provider asks for
  fatal: boolean; // no call to this provider can succeed: bad key, spent credit, unknown model
  cause?: unknown;
}

export class ModelError extends Error implements ModelErrorDetails {
  readonly model: string;
  readonly status: number | null;
  readonly retryable: boolean;
  readonly retryAfterInMs: number | null;
  readonly fatal: boolean;

  constructor(message: string, {model, status, retryable, retryAfterInMs, fatal, cause}: ModelErrorDetails) {
    super(message, {cause});
    this.name = "ModelError";
    this.model = model;
    this.status = status;
    this.retryable = retryable;
    this.retryAfterInMs = retryAfterInMs;
    this.fatal = fatal;
  }
}

export function isModelError(error: unknown): error is ModelError {
  return error instanceof Error && error.name === "ModelError";
}
