import {spawn} from "node:child_process";
import {once} from "node:events";
import {closeSync, openSync, readFileSync} from "node:fs";

/** How a command ended. */
export interface CommandEnd {
  code: number | null; // null: a signal ended it
  signal: string | null;
  timedOut: boolean;
  stopped: boolean; // by the caller
}

export interface CommandOptions {
  folder: string; // that it runs in
  env: Record<string, string>; // besides the environment of this process
  logFile: string; // what it prints, appended
  timeoutInMs: number | null;
  signal: AbortSignal;
  onStart?(pid: number): void;
}

const graceInMs = 5000; // between the request to end and the end

/**
 * Runs a shell command to its end; what it prints goes to a file. When time is up or the signal is aborted, it is ended
 * with all that it started.
 */
export async function runCommand(command: string, options: CommandOptions): Promise<CommandEnd> {
  const {folder, env, logFile, timeoutInMs, signal, onStart} = options;
  const log = openSync(logFile, "a");
  const child = spawn(command, {
    ...{shell: true, cwd: folder, env: {...process.env, ...env}},
    ...{stdio: ["ignore", log, log], detached: true}
  });
  closeSync(log);
  if (child.pid !== undefined) onStart?.(child.pid);
  const end = {timedOut: false, stopped: false};
  const stop = (why: keyof typeof end) => () => {
    end[why] = true;
    killGroup(child.pid, "SIGTERM");
    setTimeout(() => killGroup(child.pid, "SIGKILL"), graceInMs).unref();
  };
  const timer = timeoutInMs === null ? undefined : setTimeout(stop("timedOut"), timeoutInMs);
  const onAbort = stop("stopped");
  signal.addEventListener("abort", onAbort);
  try {
    if (signal.aborted) onAbort();
    const [code, name] = (await once(child, "close")) as [number | null, string | null];
    return {code, signal: name, ...end};
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

function killGroup(pid: number | undefined, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // it has ended
  }
}

const mostRead = 20_000; // characters from the end of a log

/** What a command said last of an error, else its last line; null if it printed nothing. */
export function lastWords(logFile: string): string | null {
  const lines = readFileSync(logFile, "utf8").slice(-mostRead).trim().split("\n");
  const line = lines.findLast((each) => /error|exception|fail|denied|killed/i.test(each)) ?? lines.at(-1);
  return line?.trim().slice(0, 300) || null;
}
