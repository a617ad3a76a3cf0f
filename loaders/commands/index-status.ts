import {workOfIndex} from "../engine/unit.js";
import {hasUnits, unitsStatus} from "../engine/units-status.js";
import {readIndexManifest} from "../turf/index/manifest.js";
import {UserError} from "../util/user-error.js";
import {describeIndex} from "./describe-index.js";
import {print, printJson} from "./output.js";
import {untilStopped} from "./stoppable.js";
import {unitsAsJson, watchUnits} from "./watch-units.js";

/** `surfturf status index:<name>`: the index, and where its units are. */
export async function indexStatus(
  name: string,
  {watch = false, json = false}: {watch?: boolean | undefined; json?: boolean | undefined}
): Promise<void> {
  const work = workOfIndex(name);
  if (readIndexManifest(name) === undefined && !hasUnits(work))
    throw new UserError(`no such index: ${name}; make it with: npx surfturf index <corpus> --name ${name}`);
  if (json) return printJson({...readIndexManifest(name), name, units: await unitsAsJson(work)});
  if (watch && (await untilStopped(null, (signal) => watchUnits(work, signal))) === null) return;
  const manifest = readIndexManifest(name);
  const lines = watch ? [] : await unitsStatus(work);
  print([manifest === undefined ? `${name}: not begun` : describeIndex(manifest), ...lines].join("\n"));
}
