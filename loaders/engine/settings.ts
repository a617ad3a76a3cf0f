import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {durationInMs, text, trimmed, whole} from "../step/spec-parts.js";
import {dataFolder, inputFile} from "../util/paths.js";
import {UserError} from "../util/user-error.js";
import {readYamlFile} from "../util/yaml-file.js";
import type {RateLimits} from "./unit.js";

const memoryForm = /^(\d+(?:\.\d+)?) *([MG])B?$/i;
const memory = z
  .string("expected an amount such as 4G or 500M")
  .trim()
  .regex(memoryForm, "expected an amount such as 4G or 500M")
  .transform((value) => {
    const [, count, unit] = memoryForm.exec(value)!;
    return Math.ceil(Number(count) * (unit!.toUpperCase() === "G" ? 1024 : 1));
  });

const own = "array|job-name|J|output|o|dependency|d|parsable|wrap|requeue|no-requeue|chdir|D|wait|W|hold|H";
const option = trimmed
  .regex(/^--?[a-z][a-z-]*(=.*)?$/i, "expected one option, such as --qos=low or --exclusive")
  .refine((line) => !new RegExp(`^--?(${own})(=|$)`).test(line), "surfturf sets this option itself: expected another");

const minTimeInMs = 5 * 60_000;
const timeMessage = "expected at least 5m: a unit is stopped 1 to 2 minutes before its time is up";

const limit = z.strictObject({rpm: whole(1, 1e9).optional(), tpm: whole(1, 1e12).optional()});

const gpusMessage = "expected a number, or a kind and a number, such as a100:1";

const spec = z.strictObject({
  engine: z.literal("slurm", "expected slurm").optional(),
  partition: trimmed.optional(),
  account: trimmed.optional(),
  cpus: whole(1, 1024).optional(),
  memory: memory.optional(),
  time: durationInMs.refine((ms) => ms >= minTimeInMs, timeMessage).optional(),
  gpus: z.union([whole(0, 1024), trimmed.regex(/^[\w.-]+:\d+$/, gpusMessage)], gpusMessage).optional(),
  width: whole(1, 100_000).optional(),
  parts: whole(1, 10_000).optional(),
  shards: whole(1, 500).optional(),
  tries: whole(1, 1000).optional(),
  poll: durationInMs.optional(),
  setup: z.array(text, "expected a list of shell lines").optional(),
  command: trimmed.optional(),
  sbatch: z.array(option, "expected a list of options").optional(),
  limits: z.record(z.string(), limit).optional()
});

/** How work is placed on a cluster: `data/engines/<name>.yaml` in its normal form (docs/cluster.md). */
export interface EngineSettings {
  name: string;
  partition: string | null; // null: the cluster's own, as for all that is null
  account: string | null;
  cpus: number; // of a unit
  memoryInMb: number;
  minutes: number;
  gpus: {kind: string | null; count: number}; // of each model server
  width: number; // units that run at once
  parts: number; // into which the prompts of a step are divided, for each target
  shards?: number; // into which an index is divided that traces search; absent: as many as it has
  tries: number; // a unit that ended that often without a new answer is given up
  pollInMs: number;
  setup: string[]; // shell lines before each unit
  command: string | null; // of surfturf on a node, as shell text; null: this installation
  sbatch: string[]; // further options
  limits: Record<string, RateLimits>; // of one key, by provider
}

/**
 * Reads the settings of an engine; those of `slurm` have defaults without a file. Throws a UserError with file, line and
 * key for what is wrong in it, and one that names the engines if there is none of that name.
 */
export function readEngine(name: string): EngineSettings {
  const file = inputFile("engines", `${name}.yaml`);
  const isName = /^[a-z0-9][a-z0-9_-]*$/i.test(name);
  if (!isName || (!existsSync(file) && name !== "slurm"))
    throw new UserError(`no such engine: ${name}; expected ${engineNames().join(", ")}, or a file of that name`, {
      file: join("data", "engines")
    });
  const value: z.output<typeof spec> = existsSync(file) ? readYamlFile(file, spec).value : {};
  const {engine: _, partition, account, memory = 4096, time = 4 * 3_600_000, gpus = 1, poll, ...rest} = value;
  return {
    ...{name, partition: partition ?? null, account: account ?? null, command: null},
    ...{cpus: 2, width: 32, parts: 1, tries: 3, setup: [], sbatch: [], limits: {}},
    ...rest,
    ...{memoryInMb: memory, minutes: Math.max(1, Math.ceil(time / 60_000)), gpus: toGpus(gpus), pollInMs: poll ?? 5000}
  } as EngineSettings;
}

function toGpus(gpus: number | string): EngineSettings["gpus"] {
  if (typeof gpus === "number") return {kind: null, count: gpus};
  const [kind, count] = gpus.split(":");
  return {kind: kind!, count: Number(count)};
}

function engineNames(): string[] {
  const folder = join(dataFolder(), "engines");
  const files = existsSync(folder) ? readdirSync(folder).filter((entry) => entry.endsWith(".yaml")) : [];
  return [...new Set(["slurm", ...files.map((entry) => entry.slice(0, -".yaml".length))])];
}
