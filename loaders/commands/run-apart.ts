import {spawn} from "node:child_process";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import {forEachAtOnce} from "../probe/pool.js";
import {projectFolder} from "../util/paths.js";
import {exitCodes} from "./output.js";

/**
 * Runs studies, one process each and a process a core: they compute, so in one process they would take turns. No further
 * study is begun after one that failed or was stopped. Resolves to the exit code of the first such one, or 0.
 */
export async function runApart(studies: readonly string[]): Promise<number> {
  let code: number = exitCodes.done;
  await forEachAtOnce(studies, availableParallelism(), async (study) => {
    if (code !== exitCodes.done) return;
    const ended = await runCommand(["run", study]);
    if (code === exitCodes.done) code = ended;
  });
  return code;
}

/**
 * Runs a command of this program in a process of its own; resolves to its exit code. Its progress comes through line by
 * line: several displays can't share one terminal.
 */
export function runCommand(args: readonly string[], environment: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, [join(projectFolder, "loaders", "surfturf.js"), ...args], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {...process.env, ...environment},
    detached: true // a Ctrl-C reaches this process alone, which passes it on once
  });
  child.stderr.pipe(process.stderr, {end: false});
  const pass = (signal: NodeJS.Signals): void => {
    if (child.exitCode === null) process.kill(-child.pid!, signal); // reaches what it started too
  };
  process.on("SIGINT", pass).on("SIGTERM", pass);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("SIGINT", pass).off("SIGTERM", pass);
      resolve(code ?? exitCodes.stopped);
    });
  });
}
