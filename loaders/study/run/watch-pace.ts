import type {LivePace} from "../../../src/shared/live.js";
import {sum} from "../../../src/shared/statistics.js";
import type {Recorder} from "../../store/recorder.js";
import type {LiveStep} from "./live-step.js";
import {Pace} from "./pace.js";

/** Watches how fast the steps of a study go. The result says it for the moment at which it is called. */
export function watchPace(
  recorder: Pick<Recorder, "asked" | "replayed">,
  steps: readonly Pick<LiveStep, "state" | "partial">[]
): () => LivePace {
  const [calls, parts] = [new Pace(), new Pace()];
  return () => {
    const states = steps.map((step) => step.state());
    const [planned, done] = [sum(states.map((state) => state.planned)), sum(states.map((state) => state.done))];
    const partsPerSecond = parts.note(done);
    return {
      callsPerSecond: calls.note(recorder.asked),
      secondsLeft: partsPerSecond > 0 ? Math.round(Math.max(0, planned - done) / partsPerSecond) : null,
      partial: steps.flatMap((step) => step.partial())
    };
  };
}
