import {UserError} from "../../util/user-error.js";
import type {EngineSettings} from "../settings.js";
import type {Plan} from "../unit.js";
import {groupUnits} from "./group.js";
import {jobScript, shellWord, slugOf, submitArguments} from "./job.js";
import type {Standing} from "./standing.js";

/** What would be submitted if nothing had run yet, in order: the command and the script of each job. */
export function dryRun(
  plan: Plan,
  settings: EngineSettings,
  command: readonly string[]
): {args: string[]; script: string}[] {
  if (plan.units.length === 0) throw new UserError(`${plan.work} has no units`);
  const {memoryInMb, minutes} = settings;
  const standings = plan.units.map((unit, index): Standing => ({
    unit,
    index,
    state: "due",
    why: "",
    memoryInMb,
    minutes
  }));
  const groups = groupUnits(standings);
  return groups.map((group, i) => {
    const needed = new Set(group.units.flatMap(({unit}) => unit.after));
    const after = groups.flatMap(({units}, j) =>
      units.some(({unit}) => needed.has(unit.id)) ? [`<job ${j + 1}>`] : []
    );
    const job = {...group, name: `${slugOf(plan.work)}-${i + 1}`, after};
    const numbered = {...job, units: group.units.map(({index}) => index)};
    return {
      args: submitArguments(plan, numbered, settings),
      script: jobScript(plan, numbered, settings, command)
    };
  });
}

/** The same for people: a command, then the script that it submits. */
export const dryRunInWords = (plan: Plan, settings: EngineSettings, command: readonly string[]): string =>
  dryRun(plan, settings, command)
    .map(({args, script}) => [`$ sbatch ${args.map(shellWord).join(" ")}`, script].join("\n"))
    .join("\n");
