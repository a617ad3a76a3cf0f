import {fileURLToPath} from "node:url";
import {shownModelsOf} from "../step/study.js";
import {Progress} from "../study/run/progress.js";
import {findStudyFile, readStudy} from "../study/file/read-study.js";
import type {PlanEnd} from "../engine/slurm/follow.js";
import {describeDryRun, runOnEngine, type EngineEnd} from "../study/units/run-on-engine.js";
import {unitsInWords} from "../engine/units-in-words.js";
import type {PlanRequest} from "../study/units/plan-study.js";
import {showProgress} from "./display.js";
import {finishedTable} from "./finished-table.js";
import {exitCodes, note, print, printJson} from "./output.js";
import {stoppable} from "./stoppable.js";

interface RunOnFlags {
  on: string;
  dryRun?: boolean;
  json?: boolean;
}

/** How a node calls surfturf: with the same Node and the same files as here. */
export const thisCommand = [process.execPath, fileURLToPath(new URL("../surfturf.js", import.meta.url))];

/** `surfturf run --on`: runs a study on a cluster and follows it. Ctrl-C ends its jobs. */
export async function runOn(nameOrPath: string, {on, dryRun, json}: RunOnFlags, request: PlanRequest): Promise<void> {
  if (dryRun) return print(describeDryRun(nameOrPath, on, request, thisCommand));
  const study = readStudy(findStudyFile(nameOrPath));
  const progress = new Progress();
  showProgress(progress, {shown: shownModelsOf(study), plain: json ?? false});
  const begun = performance.now();
  const end = await stoppable((signal) =>
    runOnEngine(nameOrPath, on, {...request, signal, progress, command: thisCommand, log: note})
  );
  const {manifest} = end;
  if (json) printJson(manifest ?? {state: end.state, units: end.standings.map(toJson)});
  else if (manifest !== undefined) print(finishedTable(manifest, performance.now() - begun));
  if (end.state === "stopped") note(`Stopped. Resume with: npx surfturf run ${nameOrPath} --on ${on}`);
  if (end.state === "failed") for (const line of problemsOf(end)) note(line);
  process.exitCode = {done: exitCodes.done, failed: exitCodes.failed, stopped: exitCodes.stopped}[end.state];
}

const toJson = ({unit, state, why}: EngineEnd["standings"][number]) => ({unit: unit.id, state, why});

/** What kept units from ending. */
export function problemsOf({standings}: Pick<PlanEnd, "standings">): string[] {
  const bad = standings.filter(({state}) => state === "failed" || state === "paused");
  return [unitsInWords(standings), ...bad.map(({unit, state, why}) => `  ${unit.id} ${state}: ${why}`)];
}
