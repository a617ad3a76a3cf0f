import {CommanderError} from "commander";
import {isModelError} from "../model/model-error.js";
import {toUserError} from "../util/system-error.js";
import {formatUserError, isUserError} from "../util/user-error.js";

export const exitCodes = {done: 0, failed: 1, wrongInput: 2, waiting: 75, stopped: 130} as const;

/** A line for the reader on standard output. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** A line beside the output: progress, warnings. */
export const note = (line: string): void => void process.stderr.write(`${line}\n`);

/** The result of a command for another program: one JSON document on standard output. */
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** Prints what went wrong in one line a problem, and gives the exit code. A stack trace only with DEBUG set. */
export function reportError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongInput;
  const forUser = isUserError(error) ? error : toUserError(error);
  if (forUser !== undefined) {
    note(formatUserError(forUser));
    return exitCodes.wrongInput;
  }
  const message = error instanceof Error ? error.message : String(error);
  note(isModelError(error) ? message : `surfturf failed: ${message}`);
  if (process.env.DEBUG && error instanceof Error && error.stack) note(error.stack);
  return exitCodes.failed;
}

let endsWithReader = false;

/**
 * Ends quietly when nobody reads the output any more (`| head`), as other tools do. A command that stops cleanly when it
 * is told to does so. Call it once, at the start of the process.
 */
export function endWithReader(): void {
  if (endsWithReader) return;
  endsWithReader = true;
  let told = false;
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
      if (told) return;
      told = true;
      if (process.listenerCount("SIGTERM") > 0) process.kill(process.pid, "SIGTERM");
      else process.exit();
    });
}
