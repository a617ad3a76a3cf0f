import {createLogUpdate} from "log-update";
import {noActivity, type Activity} from "../model/activity.js";
import {duration} from "../util/duration.js";
import {bar, clip} from "./bar.js";
import {activityInWords} from "../study/manifest/activity-in-words.js";
import {Heartbeat} from "./heartbeat.js";

const redrawInMs = 200;

/** How far a command is. */
export interface Reach {
  what: string; // what it does, and with what
  done: number;
  total: number;
  unit: string; // plural
}

export interface LiveLineOptions {
  activity?: () => Activity;
  stream?: NodeJS.WriteStream; // defaults to standard error
  plain?: boolean; // lines also on a terminal (default false)
}

/**
 * Says how far a command is: a line with a bar that is redrawn on a terminal, else a plain line at least every 15 s. Call
 * the result at its end.
 */
export function showReach(
  read: () => Reach,
  {activity = () => noActivity, stream = process.stderr, plain = false}: LiveLineOptions = {}
): () => void {
  const begun = performance.now();
  const line = (): string => {
    const {what, done, total, unit} = read();
    const since = duration((performance.now() - begun) / 1000);
    return [`${what}: ${done}/${total} ${unit}, for ${since}`, ...activityInWords(activity())].join("; ");
  };
  if (!stream.isTTY || plain) {
    const heartbeat = new Heartbeat({activity, say: () => void stream.write(`${line()}\n`)}).start();
    return () => heartbeat.stop();
  }
  const update = createLogUpdate(stream);
  const draw = (): void => update(clip(`${bar(read().done, read().total)} ${line()}`, stream.columns ?? 80));
  draw();
  const timer = setInterval(draw, redrawInMs);
  return () => {
    clearInterval(timer);
    update.clear();
    update.done();
  };
}
