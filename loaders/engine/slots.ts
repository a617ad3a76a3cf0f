import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {tryLockFolder} from "../store/lock.js";
import type {Plan} from "./unit.js";
import {unitsFolder} from "./unit-files.js";

const pollInMs = 1000;

/**
 * Waits until fewer units ask than a plan allows at once: each asks at that share of the limits, whatever a scheduler
 * starts. The result gives the place back.
 */
export async function takePlace({work, options}: Plan, signal?: AbortSignal): Promise<() => void> {
  for (;;) {
    for (let i = 0; i < options.atOnce; i++) {
      const release = tryLockFolder(join(unitsFolder(work), "slots", String(i)), `a unit of ${work}`);
      if (release !== null) return release;
    }
    await sleep(pollInMs, undefined, {signal});
  }
}
