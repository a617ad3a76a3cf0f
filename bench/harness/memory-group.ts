import {existsSync, mkdirSync, rmdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout} from "node:timers/promises";

/** A control group of Linux: its processes and their file cache together take a limited number of bytes. */
export interface MemoryGroup {
  readonly folder: string;
  /** Removes the group once its processes have ended. */
  close(): Promise<void>;
}

const root = "/sys/fs/cgroup";
const isSecond = existsSync(join(root, "cgroup.controllers")); // version of control groups

/** Null where there are no control groups, or none may be made. */
export function createMemoryGroup(bytes: number): MemoryGroup | null {
  const folder = join(isSecond ? root : join(root, "memory"), `surfturf-bench-${process.pid}`);
  try {
    mkdirSync(folder);
    limit(folder, bytes);
  } catch {
    return null;
  }
  return {folder, close: () => removeOnceEmpty(folder)};
}

/**
 * Puts this process into the group of a folder. What it takes already is not charged to the group, so that the limit of
 * `bytes` is lowered by it. Processes that it has started stay outside, such as tsx's compiler.
 */
export function enterMemoryGroup(folder: string, bytes: number): void {
  limit(folder, bytes - process.memoryUsage.rss());
  writeFileSync(join(folder, "cgroup.procs"), String(process.pid));
}

const limit = (folder: string, bytes: number): void =>
  writeFileSync(join(folder, isSecond ? "memory.max" : "memory.limit_in_bytes"), String(Math.round(bytes)));

async function removeOnceEmpty(folder: string): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      return rmdirSync(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EBUSY" || tries === 100) throw error;
      await setTimeout(100);
    }
}
