import {doUnit} from "../study/units/do-unit.js";
import {openPlan} from "../study/units/find-plan.js";
import {Progress} from "../study/run/progress.js";
import {indexFrom} from "../engine/array-index.js";
import type {Plan, Unit} from "../engine/unit.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {showProgress} from "./display.js";
import {exitCodes, note, printJson} from "./output.js";
import {untilStopped} from "./stoppable.js";

export const unitCommand = defineCommand("unit", (command) =>
  command
    .description("run one unit of a planned study, or resume it (surfturf plan lists them)")
    .argument("<study>", "a study file, or the name of one in data/studies")
    .argument("[unit]", "id or number of the unit; left out: the number in the variable of an array of jobs")
    .option("--wait", "wait for the units that it needs, instead of ending with exit code 75")
    .option("--json", "print what the unit says of itself as JSON when done")
    .addHelpText(
      "after",
      `\nExit codes: 0 done, 1 or 2 failed, ${exitCodes.waiting} not yet: a unit that it needs is not complete, ` +
        `${exitCodes.stopped} stopped.\nSee docs/cluster.md.`
    )
    .action(async (nameOrPath: string, name: string | undefined, {json, wait}: {json?: boolean; wait?: boolean}) => {
      const {study, plan} = openPlan(nameOrPath);
      const unit = findUnit(plan, name);
      const progress = new Progress();
      showProgress(progress);
      note(`${study.name}: unit ${unit.id}`);
      const record = await untilStopped(
        `Stopped. Run it again to resume: surfturf unit ${nameOrPath} ${unit.id}`,
        (signal) => doUnit(study, unit, plan, {signal, progress, log: note, ...(wait && {wait})})
      );
      if (record === null) return;
      if (json) printJson(record);
      note(`unit ${unit.id}: ${record.state}${record.error === null ? "" : `: ${record.error}`}`);
      if (record.state === "waiting") process.exitCode = exitCodes.waiting;
    })
);

/** A unit by its id, its number, or the number in the environment. Throws a UserError if there is none. */
function findUnit({units, study}: Plan, name: string | undefined): Unit {
  const byId = units.find(({id}) => id === name);
  if (byId !== undefined) return byId;
  if (name !== undefined && !/^\d+$/.test(name))
    throw new UserError(`no such unit: ${name}; surfturf plan ${study} lists them`);
  const index = name === undefined ? indexFrom(process.env) : Number(name);
  if (index < units.length) return units[index]!;
  throw new UserError(`no unit ${index}: ${study} has units 0 to ${units.length - 1}`);
}
