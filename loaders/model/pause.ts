/** Ends a study so that it can be resumed: nothing failed, and what was done is kept. */
export class Pause extends Error {
  readonly pauses = true;
  readonly endsAll: boolean = true; // false: of one provider's part, others can go on
  override name = "Pause";
}

/** Whether nothing of a study can go on after an error, although it can be resumed. */
export const pausesAll = (error: unknown): boolean => isPause(error) && error.endsAll;

export const isPause = (error: unknown): error is Pause =>
  error instanceof Error && "pauses" in error && error.pauses === true;
