import type {Connection} from "./connection.js";
import {toModelError} from "./failure.js";
import {readFailure} from "./read-failure.js";
import {isModelError} from "./model-error.js";

/** Limit of a whole call, headers and body, so that none hangs for ever. */
const maxCallInMs = 600_000;

export const sdkOptions = {maxRetries: 0, timeout: maxCallInMs, logLevel: "off"} as const;

/**
 * Makes one call, from the request to the reply that was read from it.
 *
 * Throws the signal's reason when aborted, else a ModelError. The SDK's own error is not kept as its cause: it holds
 * headers and bodies that may repeat the key.
 */
export async function call<T>(
  connection: Connection,
  signal: AbortSignal | undefined,
  send: (signal: AbortSignal) => Promise<T>
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  signal?.addEventListener("abort", abort, {once: true});
  const timer = setTimeout(abort, maxCallInMs);
  try {
    return await send(controller.signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (isModelError(error)) throw error;
    const failure = controller.signal.aborted ? {status: null, words: "timed out"} : readFailure(error);
    throw toModelError(failure, connection);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
