import pLimit from "p-limit";
import type {Model} from "../model/model.js";
import type {Limit} from "../store/recorder.js";

/** A bound on the calls in flight to each provider, shared by all runs of the study. The lab answers at once: no bound. */
export function limitPerProvider(concurrency: number): Limit {
  const limits = new Map<string, ReturnType<typeof pLimit>>();
  return (model: Model, call) => {
    if (model.local) return call();
    let limit = limits.get(model.provider);
    if (limit === undefined) limits.set(model.provider, (limit = pLimit(concurrency)));
    return limit(call);
  };
}
