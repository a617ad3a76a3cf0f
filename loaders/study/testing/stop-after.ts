import {vi} from "vitest";
import {Recorder} from "../../store/recorder.js";

const recorderAsk = Recorder.prototype.ask;

/** A signal that stops a study after N answers; `vi.restoreAllMocks()` takes back what it changes. */
export function stopAfter(calls: number): AbortSignal {
  const stop = new AbortController();
  let answered = 0;
  vi.spyOn(Recorder.prototype, "ask").mockImplementation(async function (this: Recorder, ...request) {
    const call = await recorderAsk.apply(this, request);
    if (++answered === calls) stop.abort(new Error("stopped"));
    return call;
  });
  return stop.signal;
}
