import {existsSync, mkdirSync, rmdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";

/** A control group of Linux whose processes and file cache share so much memory. */
export interface MemoryGroup {
  /** A command for `sh` that puts itself into the group, then becomes the command of its arguments. */
  readonly enter: string;
  close(): void;
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
    close: () => rmdirSync(folder)
  };
}
