import {duration} from "../util/duration.js";
import type {Connection} from "./connection.js";
import {connections, renewConnections} from "./connections.js";
import {toModelError} from "./failure.js";
import {isModelError, ModelError} from "./model-error.js";
import type {AskOptions} from "./model.js";
import {readFailure} from "./read-failure.js";

/** Limit of a whole call, headers and body, where nobody sets another, so that none hangs for ever. */
const usualTimeoutInMs = 600_000;

/** The SDKs' own limit ends at the headers: those of the calls must come first. */
export const sdkOptions = {maxRetries: 0, timeout: 2 ** 31 - 1, logLevel: "off"} as const;

/**
 * Makes one call, from the request to the reply that was read from it.
 *
 * Throws the signal's reason when aborted, else a ModelError. The SDK's own error is not kept as its cause: it holds
 * headers and bodies that may repeat the key.
 */
export async function call<T>(
  connection: Connection,
  {signal, timeoutInMs = usualTimeoutInMs}: AskOptions,
  send: (signal: AbortSignal) => Promise<T>
): Promise<T> {
  signal?.throwIfAborted();
  const used = connections();
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  signal?.addEventListener("abort", abort, {once: true});
  const timer = setTimeout(abort, Math.min(timeoutInMs, 2 ** 31 - 1));
  try {
    return await send(controller.signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (isModelError(error)) throw error;
    if (!controller.signal.aborted) throw toModelError(readFailure(error), connection);
    renewConnections(used);
    throw timedOut(timeoutInMs, connection);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

function timedOut(timeoutInMs: number, connection: Connection): ModelError {
  const words = `timed out: no whole answer within ${duration(timeoutInMs / 1000)}`;
  const error = toModelError({status: null, words}, connection);
  return new ModelError(error.message, {...error, timedOut: true});
}
