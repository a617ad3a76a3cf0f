import {createLogUpdate} from "log-update";
import {noActivity, type Activity} from "../model/activity.js";
import type {StageProgress} from "../turf/index/parts.js";
import {duration} from "../util/duration.js";
import {bar, clip} from "./bar.js";
import {activityInWords} from "../study/manifest/activity-in-words.js";
import {Heartbeat} from "./heartbeat.js";

const plainEveryInMs = 5000;

/**
 * Shows how far each stage or unit is: one live line on a terminal, else a plain line now and then. Either way no 15 s pass
 * without a line that says what is waited for.
 */
export function showStages(name: string, stream: NodeJS.WriteStream, {plain = false} = {}) {
  const live = stream.isTTY && !plain ? createLogUpdate(stream) : null;
  let begun = performance.now();
  let next = 0;
  let [stage, how] = ["", ""]; // the stage, and how far it is
  let activity = (): Activity => noActivity;
  const say = (line: string): void => {
    if (live === null) stream.write(`${line}\n`);
    else live(clip(line, stream.columns ?? 80));
    heartbeat.beat();
  };
  const saySituation = (): void => {
    const since = duration((performance.now() - begun) / 1000);
    const parts = [stage === "" ? "starting" : `${stage} ${how || "under way"}, for ${since}`];
    say(`${name}: ${[...parts, ...activityInWords(activity())].join("; ")}`);
  };
  const heartbeat = new Heartbeat({activity: () => activity(), say: saySituation}).start();
  return {
    onStage(at: string, state: "begun" | "finished" | "kept"): void {
      const seconds = (performance.now() - begun) / 1000;
      if (state === "begun") [begun, stage, how] = [performance.now(), at, ""];
      const words = {begun: "begun", kept: "kept as it is", finished: `finished in ${duration(seconds)}`}[state];
      say(`${name}: ${at} ${words}`);
      if (state !== "begun") live?.done();
    },
    onProgress({stage: at, done, total, what}: Omit<StageProgress, "stage"> & {stage: string}): void {
      const perSecond = (done * 1000) / Math.max(1, performance.now() - begun);
      const left = total === null || perSecond === 0 ? "" : `, ${duration((total - done) / perSecond)} left`;
      const of = total === null ? "" : ` of ${total.toLocaleString("en-US")}`;
      [stage, how] = [at, `${done.toLocaleString("en-US")}${of} ${what}`];
      if (performance.now() < next) return;
      next = performance.now() + (live === null ? plainEveryInMs : 200);
      const drawn = live === null || total === null ? "" : `${bar(done, total)} `;
      say(`${drawn}${name}: ${at} ${how}${left}`);
    },
    onActivity: (ofCalls: () => Activity): void => void (activity = ofCalls),
    log(line: string): void {
      if (live === null) return say(line);
      live.clear();
      stream.write(`${line}\n`);
    },
    end(): void {
      heartbeat.stop();
      live?.done();
    }
  };
}
