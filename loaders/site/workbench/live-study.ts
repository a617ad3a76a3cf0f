import type {LiveStudy, SearchProgress} from "../../../src/shared/live.js";
import {shownIn} from "../../../src/shared/modelNames.js";
import type {Row} from "../../../src/shared/schema.js";
import {isHeld} from "../../store/lock.js";
import {readTable} from "../../store/tables.js";
import {activityInWords} from "../../study/manifest/activity-in-words.js";
import {describeStudy} from "../../study/manifest/list.js";
import {readActivity} from "../../study/manifest/live.js";

/** What a study does at the moment, for the strip on its pages. */
export async function liveStudy(study: string): Promise<LiveStudy> {
  const manifest = describeStudy(study);
  const isRunning = manifest.state === "running" && (await isHeld(study));
  const activity = isRunning ? readActivity(study) : null;
  const {callsPerSecond, secondsLeft = null, partial = []} = activity ?? {};
  const isLeft = manifest.state === "running" && !isRunning;
  return {
    state: isLeft ? "stopped" : manifest.state,
    error: isLeft ? "the process that ran it ended; run it again to resume" : manifest.error,
    unscored: manifest.unscored,
    steps: manifest.steps,
    calls: manifest.spend.calls,
    pace: callsPerSecond === undefined ? null : {callsPerSecond, secondsLeft, partial},
    searches: searchesIn((await readTable(study, "runs")) ?? []),
    said: activity === null ? [] : activityInWords(activity, {shown: shownIn(manifest)})
  };
}

/** The searches that have begun. A run that has ended has done all that it was planned to. */
export function searchesIn(
  runs: readonly Pick<Row<"runs">, "rubric" | "model" | "iterations" | "planned" | "ended">[]
): SearchProgress[] {
  const searches = new Map<string, SearchProgress>();
  for (const {rubric, model, iterations, planned, ended} of runs) {
    const key = JSON.stringify([rubric, model]);
    const search = searches.get(key) ?? {rubric, model, done: 0, planned: 0};
    searches.set(key, search);
    search.done += iterations;
    search.planned += ended === "running" ? planned : iterations;
  }
  return [...searches.values()];
}
