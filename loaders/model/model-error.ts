/** Why a call to a model got no reply. */
export interface ModelErrorDetails {
  model: string; // provider:model
  status: number | null; // HTTP status; null when no answer came
  retryable: boolean; // a later attempt may succeed (408, 409, 429, 5xx, lost connection)
  retryAfterInMs: number | null; // what the provider asks for
  fatal: boolean; // no call to this provider can succeed: bad key, spent credit, unknown model
  refused?: string | null; // the call's content or parameters were refused: what to change if others are too
  unreachable?: boolean; // no API answered at the address
  notRecorded?: boolean; // a recorded model has no answer to the prompt
  timedOut?: boolean; // the request was sent and its answer did not come in time: it may have been billed
  cause?: unknown;
}

export class ModelError extends Error implements ModelErrorDetails {
  readonly model: string;
  readonly status: number | null;
  readonly retryable: boolean;
  readonly retryAfterInMs: number | null;
  readonly fatal: boolean;
  readonly refused: string | null;
  readonly unreachable: boolean;
  readonly timedOut: boolean;
  readonly notRecorded: boolean;

  constructor(message: string, details: ModelErrorDetails) {
    const {model, status, retryable, retryAfterInMs, fatal, cause} = details;
    const {refused = null, unreachable = false, timedOut = false, notRecorded = false} = details;
    super(message, {cause});
    this.name = "ModelError";
    this.model = model;
    this.status = status;
    this.retryable = retryable;
    this.retryAfterInMs = retryAfterInMs;
    this.fatal = fatal;
    this.refused = refused;
    this.unreachable = unreachable;
    this.timedOut = timedOut;
    this.notRecorded = notRecorded;
  }

  /** The same as this call's own matter, where the model was answered before. */
  asOwn(): ModelError {
    const {message, cause} = this;
    return new ModelError(message, {...this, fatal: false, cause});
  }

  /** The error that ends the provider's part, since what it says holds for every call. */
  asFatal(message: string): ModelError {
    const {model, status, retryAfterInMs, refused, unreachable, timedOut} = this;
    return new ModelError(message, {
      ...{model, status, retryAfterInMs, refused, unreachable, timedOut},
      ...{retryable: false, fatal: true, cause: this.cause}
    });
  }
}

export function isModelError(error: unknown): error is ModelError {
  return error instanceof Error && error.name === "ModelError";
}
