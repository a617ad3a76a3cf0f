import type {EngineSettings} from "../settings.js";
import type {NodeLimits} from "./jobs-log.js";

/** Partitions that jobs go to, as `sbatch` chooses them; null: the default one of the cluster. */
export function partitionsOf({partition, sbatch}: Pick<EngineSettings, "partition" | "sbatch">): string[] | null {
  const option = sbatch.findLast((line) => line.startsWith("--partition="))?.slice("--partition=".length);
  const names = option ?? partition ?? process.env.SBATCH_PARTITION ?? "";
  return names === "" ? null : names.split(",");
}

/** Reads `sinfo -N -o %P|%m|%l`: a line for each node and partition, the default one with an asterisk. */
export function readLimits(out: string, partitions: readonly string[] | null): NodeLimits {
  const nodes = out.split("\n").flatMap((line) => {
    const [name = "", memory = "", time = ""] = line.trim().split("|");
    const isOurs = partitions === null ? name.endsWith("*") : partitions.includes(name.replace(/\*$/, ""));
    return isOurs ? [{memory: Number.parseInt(memory), minutes: minutesOf(time)}] : [];
  });
  return {memoryInMb: mostOf(nodes.map(({memory}) => memory)), minutes: mostOf(nodes.map(({minutes}) => minutes))};
}

/** The largest; null where there is none, or one of them has no limit. */
function mostOf(numbers: readonly number[]): number | null {
  const most = Math.max(0, ...numbers);
  return Number.isFinite(most) && most > 0 ? most : null;
}

/** Slurm's `days-hours:minutes:seconds`, from the right; Infinity for words such as infinite. */
function minutesOf(time: string): number {
  const parts = /^(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+)$/.exec(time);
  if (parts === null) return Infinity;
  const [days, hours, minutes] = parts.slice(1, 4).map((part) => Number(part ?? 0));
  return (days! * 24 + hours!) * 60 + minutes!;
}
