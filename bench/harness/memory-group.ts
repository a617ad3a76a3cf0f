import {existsSync, mkdirSync, rmdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout} from "node:timers/promises";

/** A control group of Linux whose processes and file cache share so much memory. */
export interface MemoryGroup {
  /** A command for `sh` that puts itself into the group, then becomes the command of its arguments. */
  readonly enter: string;
  /** Removes the group once its processes have ended; those of tsx end a little after their parent. */
  close(): Promise<void>;
}

const root = "/sys/fs/cgroup";

/** Null where there are no control groups, or none may be made. */
export function createMemoryGroup(bytes: number): MemoryGroup | null {
  const second = existsSync(join(root, "cgroup.controllers"));
  const folder = join(second ? root : join(root, "memory"), `surfturf-bench-${process.pid}`);
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, second ? "memory.max" : "memory.limit_in_bytes"), String(bytes));
  } catch {
    return null;
  }
  return {
    enter: `echo $$ > ${join(folder, "cgroup.procs")} && exec "$@"`,
    close: () => removeOnceEmpty(folder)
  };
}

async function removeOnceEmpty(folder: string): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      return rmdirSync(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EBUSY" || tries === 100) throw error;
      await setTimeout(100);
    }
}
