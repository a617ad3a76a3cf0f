import {doUnit} from "../study/units/do-unit.js";
import {openPlan} from "../study/units/find-plan.js";
import {Progress} from "../study/run/progress.js";
import {indexFrom} from "../engine/array-index.js";
import type {PerformOptions} from "../engine/perform-unit.js";
import type {UnitRecord} from "../engine/unit-record.js";
import type {Plan, Unit} from "../engine/unit.js";
import type {StudyUnit} from "../study/units/study-plan.js";
import {doIndexUnit} from "../tracing/units/do-unit.js";
import type {IndexPlan, IndexUnit} from "../tracing/units/index-plan.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {showProgress} from "./display.js";
import {showStages} from "./index-progress.js";
import {plannedIndex} from "./index-spec.js";
import {exitCodes, note, printJson} from "./output.js";
import {untilStopped} from "./stoppable.js";

export const unitCommand = defineCommand("unit", (command) =>
  command
    .description("run one unit of a planned study or index, or resume it (surfturf plan lists them)")
    .argument("<study>", "a study file, the name of one in data/studies, an index file, or index:<name>")
    .argument("[unit]", "id or number of the unit; left out: the number in the variable of an array of jobs")
    .option("--wait", "wait for the units that it needs, instead of ending with exit code 75")
    .option("--json", "print what the unit says of itself as JSON when done")
    .addHelpText(
      "after",
      `\nExit codes: 0 done, 1 or 2 failed, ${exitCodes.waiting} not yet: a unit that it needs is not complete, ` +
        `${exitCodes.stopped} stopped.\nSee docs/cluster.md.`
    )
    .action(async (nameOrPath: string, name: string | undefined, {json, wait}: {json?: boolean; wait?: boolean}) => {
      const opened = open(nameOrPath);
      const unit = findUnit(opened.plan, name);
      note(`${opened.plan.work}: unit ${unit.id}`);
      const record = await untilStopped(
        `Stopped. Run it again to resume: surfturf unit ${nameOrPath} ${unit.id}`,
        (signal) => opened.run(unit, {signal, log: note, ...(wait && {wait})})
      );
      if (record === null) return;
      if (json) printJson(record);
      note(`unit ${unit.id}: ${record.state}${record.error === null ? "" : `: ${record.error}`}`);
      if (record.state === "waiting") process.exitCode = exitCodes.waiting;
    })
);

type Options = PerformOptions & {log: (line: string) => void};

interface Opened {
  plan: Plan;
  run(unit: Unit, options: Options): Promise<UnitRecord>;
}

/** What has units under a name, and how one of them is done. */
function open(nameOrPath: string): Opened {
  const index = plannedIndex(nameOrPath);
  if (index !== undefined) return {plan: index, run: (unit, options) => doShownUnit(index, unit as IndexUnit, options)};
  const {study, plan} = openPlan(nameOrPath);
  return {
    plan,
    run(unit, options) {
      const progress = new Progress();
      showProgress(progress);
      return doUnit(study, unit as StudyUnit, plan, {...options, progress});
    }
  };
}

async function doShownUnit(plan: IndexPlan, unit: IndexUnit, options: Options): Promise<UnitRecord> {
  const show = showStages(plan.index.name, process.stderr);
  try {
    return await doIndexUnit(plan, unit, {
      ...options,
      ...{log: show.log, onActivity: show.onActivity},
      onProgress: (progress) => show.onProgress({...progress, stage: unit.id})
    });
  } finally {
    show.end();
  }
}

/** A unit by its id, its number, or the number in the environment. Throws a UserError if there is none. */
function findUnit({units, work}: Plan, name: string | undefined): Unit {
  const byId = units.find(({id}) => id === name);
  if (byId !== undefined) return byId;
  if (name !== undefined && !/^\d+$/.test(name))
    throw new UserError(`no such unit: ${name}; surfturf plan ${work} lists them`);
  const index = name === undefined ? indexFrom(process.env) : Number(name);
  if (index < units.length) return units[index]!;
  throw new UserError(`no unit ${index}: ${work} has units 0 to ${units.length - 1}`);
}
