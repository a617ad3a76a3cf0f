import {execFileSync} from "node:child_process";
import {readFileSync, readlinkSync} from "node:fs";
import {hostname} from "node:os";

/** A process that is or was there: its number is given away again, its start is its own. */
export interface ProcessId {
  host: string;
  pid: number;
  started: string | null; // null: this system does not say
}

/** This machine, as processes that can see each other know it: containers on one machine are apart. */
const host = (() => {
  try {
    return `${hostname()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
})();

/** A process of this host. */
export const processOf = (pid: number): ProcessId => ({host, pid, started: lookUp(pid)?.started ?? null});

export const thisProcess = (): ProcessId => processOf(process.pid);

export const isOnThisHost = (id: ProcessId): boolean => id.host === host;

/** Whether a process of this host lives; one that is suspended does. */
export function isAlive({pid, started}: ProcessId): boolean {
  if (!exists(pid)) return false;
  const found = lookUp(pid);
  if (found === undefined) return true;
  return !found.ended && (started === null || found.started === null || found.started === started);
}

/** Whether a process of this host is suspended (Ctrl-Z); false where this system does not say. */
export const isSuspended = ({pid}: ProcessId): boolean => lookUp(pid)?.suspended ?? false;

/** Whether there is a process of that number on this host. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as {code?: string}).code === "EPERM";
  }
}

interface Found {
  started: string | null;
  ended: boolean; // its parent has not asked for its exit code yet
  suspended: boolean;
}

/** What the system says of a process: `/proc` on Linux, `ps` elsewhere. */
function lookUp(pid: number): Found | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return describe(fields[0]!, fields[19] ?? null);
  } catch {
    return lookUpByCommand(pid);
  }
}

function lookUpByCommand(pid: number): Found | undefined {
  try {
    const [state = "", ...started] = execFileSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: {...process.env, LC_ALL: "C", TZ: "UTC"} // the same words in every process
    })
      .trim()
      .split(/\s+/);
    return describe(state, started.join(" ") || null);
  } catch {
    return undefined;
  }
}

const describe = (state: string, started: string | null): Found => ({
  started,
  ended: /^[ZX]/.test(state),
  suspended: /^[Tt]/.test(state)
});
