import {rmSync} from "node:fs";
import {join} from "node:path";
import type {Activity} from "../../model/activity.js";
import {writeAtomically} from "../../util/atomic-file.js";
import {studyFolder} from "../../util/paths.js";

const everyInMs = 2000;

/** Keeps what a running study waits for in a file, for `surfturf status` in another process. Call the result at its end. */
export function keepLiveState(study: string, activity: () => Activity): () => void {
  const path = liveStatePath(study);
  const write = (): void => {
    try {
      writeAtomically(path, `${JSON.stringify(activity())}\n`);
    } catch {
      // a disk that is full ends the study where it matters: at its journal
    }
  };
  const timer = setInterval(write, everyInMs).unref();
  return () => {
    clearInterval(timer);
    rmSync(path, {force: true});
  };
}

export const liveStatePath = (study: string): string => join(studyFolder(study), "live.json");
