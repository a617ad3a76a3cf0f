import {shortModel} from "../../../src/shared/modelNames.js";
import type {Activity} from "../../model/activity.js";
import {clockTime, duration} from "../../util/duration.js";

/** What a model is called where people read of it. */
export type ShownModel = (model: string) => string;

const shownAfterInMs = 5000; // calls that take longer are named

/** What goes on in calls: those under way, those that wait and why, what failed last. */
export function activityInWords(
  {inFlight, longest, waits, errors}: Activity,
  {now = Date.now(), shown = shortModel}: {now?: number; shown?: ShownModel} = {}
): string[] {
  const slow = longest !== null && longest.inMs >= shownAfterInMs;
  const flying = `${inFlight} ${inFlight === 1 ? "call" : "calls"} in flight`;
  return [
    ...(slow ? [`${flying}, the longest for ${duration(longest.inMs / 1000)}, on ${shown(longest.model)}`] : []),
    ...waits.map(
      ({model, until, reason}) =>
        `waiting until ${clockTime(until)} (${duration(Math.max(0, until - now) / 1000)}) for ${shown(model)}: ${reason}`
    ),
    ...errors.filter((error) => !waits.some(({reason}) => reason.startsWith(error))).map((error) => `failing: ${error}`)
  ];
}
