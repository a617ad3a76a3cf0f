import {setTimeout as sleep} from "node:timers/promises";

export interface Limit {
  limitInMs: number;
  signal?: AbortSignal;
}

/** What a promise resolves to; null when it takes longer than the limit. Throws the signal's reason when aborted. */
export async function within<T>(promise: Promise<T>, {limitInMs, signal}: Limit): Promise<T | null> {
  const over = new AbortController();
  const ended = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]);
  promise.catch(() => undefined); // it may reject later, when nobody waits for it
  try {
    const value = await Promise.race([promise, sleep(limitInMs, null, {signal: ended}).catch(() => null)]);
    signal?.throwIfAborted();
    return value;
  } finally {
    over.abort();
  }
}
