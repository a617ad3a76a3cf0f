import {exitCodes, note} from "./output.js";

/** Does work that the first Ctrl-C stops cleanly, by its signal; a second one ends the process at once. */
export async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(exitCodes.stopped);
    stop.abort(new Error("stopped"));
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    return await work(stop.signal);
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

/** What the work returns; null when Ctrl-C or a signal came first: then it says so, if at all, and the command exits as stopped. */
export const untilStopped = <T>(said: string | null, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> =>
  stoppable(async (signal) => {
    try {
      return await work(signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      if (said !== null) note(said);
      process.exitCode = exitCodes.stopped;
      return null;
    }
  });
