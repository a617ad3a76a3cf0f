import type {CallFailure} from "./failure.js";

/** Ends a call from inside the SDK's fetch, with what is to be said. */
export class WireFailure extends Error {
  override name = "WireFailure";

  constructor(readonly failure: CallFailure) {
    super(failure.words);
  }
}

/** The failure that an SDK wrapped into an error of its own; null when it is another one. */
export function findWireFailure(error: unknown): CallFailure | null {
  for (let each = error; each instanceof Error; each = each.cause) if (each instanceof WireFailure) return each.failure;
  return null;
}
