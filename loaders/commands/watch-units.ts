import {setTimeout as sleep} from "node:timers/promises";
import {standingsNow, unitsStatus} from "../engine/units-status.js";
import {print} from "./output.js";

const pollInMs = 5000;
const openStates: readonly string[] = ["runs", "waits", "due"];

/** Whether units of a study or an index run, or wait in a queue: it is being made in units now. */
export const isUnderWay = async (work: string): Promise<boolean> =>
  (await standingsNow(work)).some(({state}) => state === "runs" || state === "waits");

const hasOpenUnits = async (work: string): Promise<boolean> =>
  (await standingsNow(work)).some(({state}) => openStates.includes(state));

/** Prints where units are whenever that changes, until none is left that runs or may run. */
export async function watchUnits(work: string, signal: AbortSignal): Promise<void> {
  let said = "";
  for (;;) {
    const words = (await unitsStatus(work)).join("\n");
    if (words !== said && words !== "") print(words);
    said = words;
    if (!(await hasOpenUnits(work))) return;
    await sleep(pollInMs, undefined, {signal});
  }
}

/** Where the units of a study or an index are, for programs. */
export const unitsAsJson = async (work: string): Promise<{unit: string; state: string; why: string}[]> =>
  (await standingsNow(work)).map(({unit, state, why}) => ({unit: unit.id, state, why}));
