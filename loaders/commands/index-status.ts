import {setTimeout as sleep} from "node:timers/promises";
import {workOfIndex} from "../engine/unit.js";
import {hasUnits, standingsNow, unitsStatus} from "../engine/units-status.js";
import {readIndexManifest} from "../turf/index/manifest.js";
import {UserError} from "../util/user-error.js";
import {describeIndex} from "./describe-index.js";
import {print, printJson} from "./output.js";
import {untilStopped} from "./stoppable.js";

const pollInMs = 5000;

/** `surfturf status index:<name>`: the index, and where its units are. */
export async function indexStatus(
  name: string,
  {watch = false, json = false}: {watch?: boolean | undefined; json?: boolean | undefined}
): Promise<void> {
  const manifest = readIndexManifest(name);
  const work = workOfIndex(name);
  if (manifest === undefined && !hasUnits(work))
    throw new UserError(`no such index: ${name}; make it with: npx surfturf index <corpus> --name ${name}`);
  if (json) {
    const units = (await standingsNow(work)).map(({unit, state, why}) => ({unit: unit.id, state, why}));
    return printJson({...manifest, name, units});
  }
  if (watch) return void (await untilStopped(null, (signal) => watchUnits(name, signal)));
  print(
    [manifest === undefined ? `${name}: not begun` : describeIndex(manifest), ...(await unitsStatus(work))].join("\n")
  );
}

/** Prints where the units are whenever that changes, until the index is finished or nothing is left to be done. */
async function watchUnits(name: string, signal: AbortSignal): Promise<void> {
  let said = "";
  for (;;) {
    const lines = await unitsStatus(workOfIndex(name));
    const words = lines.join("\n");
    if (words !== said && words !== "") print(words);
    said = words;
    const standings = await standingsNow(workOfIndex(name));
    if (!standings.some(({state}) => ["runs", "waits", "due"].includes(state))) break;
    await sleep(pollInMs, undefined, {signal});
  }
  const manifest = readIndexManifest(name);
  if (manifest !== undefined) print(describeIndex(manifest));
}
