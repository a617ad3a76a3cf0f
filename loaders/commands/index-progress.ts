import {createLogUpdate} from "log-update";
import type {IndexStage} from "../../src/shared/indexManifest.js";
import type {StageProgress} from "../turf/index/parts.js";
import {duration} from "../util/duration.js";

const plainEveryInMs = 5000;

/** Shows how far each stage is: one live line on a terminal, else a plain line now and then. */
export function showStages(name: string, stream: NodeJS.WriteStream) {
  const live = stream.isTTY ? createLogUpdate(stream) : null;
  const say = (line: string): void => {
    if (live === null) stream.write(`${line}\n`);
    else live(line);
  };
  let begun = performance.now();
  let next = 0;
  return {
    onStage(stage: IndexStage, state: "begun" | "finished" | "kept"): void {
      const seconds = (performance.now() - begun) / 1000;
      if (state === "begun") begun = performance.now();
      const words = {begun: "begun", kept: "kept as it is", finished: `finished in ${duration(seconds)}`}[state];
      say(`${name}: ${stage} ${words}`);
      if (state !== "begun") live?.done();
    },
    onProgress({stage, done, total, what}: StageProgress): void {
      if (performance.now() < next) return;
      next = performance.now() + (live === null ? plainEveryInMs : 200);
      const perSecond = (done * 1000) / Math.max(1, performance.now() - begun);
      const left = total === null || perSecond === 0 ? "" : `, ${duration((total - done) / perSecond)} left`;
      const of = total === null ? "" : ` of ${total.toLocaleString("en-US")}`;
      say(`${name}: ${stage} ${done.toLocaleString("en-US")}${of} ${what}${left}`);
    },
    end: (): void => live?.done()
  };
}
