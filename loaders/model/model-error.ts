/** Why a call to a model got no reply. */
export interface ModelErrorDetails {
  model: string; // provider:model
  status: number | null; // HTTP status; null when no answer came
  retryable: boolean; // a later attempt may succeed (408, 409, 429, 5xx, lost connection)
  retryAfterInMs: number | null; // what the provider asks for
  fatal: boolean; // no call to this provider can succeed: bad key, spent credit, unknown model
  timedOut?: boolean; // the request was sent and its answer did not come in time: it may have been billed
  cause?: unknown;
}

export class ModelError extends Error implements ModelErrorDetails {
  readonly model: string;
  readonly status: number | null;
  readonly retryable: boolean;
  readonly retryAfterInMs: number | null;
  readonly fatal: boolean;
  readonly timedOut: boolean;

  constructor(message: string, details: ModelErrorDetails) {
    const {model, status, retryable, retryAfterInMs, fatal, timedOut = false, cause} = details;
    super(message, {cause});
    this.name = "ModelError";
    this.model = model;
    this.status = status;
    this.retryable = retryable;
    this.retryAfterInMs = retryAfterInMs;
    this.fatal = fatal;
    this.timedOut = timedOut;
  }
}

export function isModelError(error: unknown): error is ModelError {
  return error instanceof Error && error.name === "ModelError";
}
