import {rmSync} from "node:fs";
import {join} from "node:path";
import type {LivePace} from "../../../src/shared/live.js";
import type {Activity} from "../../model/activity.js";
import {writeAtomically} from "../../util/atomic-file.js";
import {studyFolder} from "../../util/paths.js";

const everyInMs = 2000;

/** What a running study does at the moment: its calls and its pace. */
export type LiveState = Activity & LivePace;

/**
 * Keeps what a running study does in a file, for `surfturf status` and the pages of a preview, which are other processes.
 * Call the result at its end.
 */
export function keepLiveState(study: string, state: () => LiveState): () => void {
  const path = liveStatePath(study);
  const write = (): void => {
    try {
      writeAtomically(path, `${JSON.stringify(state())}\n`);
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
