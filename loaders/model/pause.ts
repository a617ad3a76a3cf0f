/** Ends a study so that it can be resumed: nothing failed, and what was done is kept. */
export class Pause extends Error {
  readonly pauses = true;
  override name = "Pause";
}

export const isPause = (error: unknown): error is Pause =>
  error instanceof Error && "pauses" in error && error.pauses === true;
