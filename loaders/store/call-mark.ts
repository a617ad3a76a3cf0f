import type {Ending, InFlight} from "./in-flight.js";
import type {CallPurpose} from "./recorded-call.js";

/** What notes the requests of a call that are under way. */
export interface CallMark {
  onBegin: () => void;
  onFailure: () => void;
  end: (how: Ending) => void; // only the first one counts
}

/** The call whose requests are noted. */
export interface MarkedCall {
  id: string;
  purpose: CallPurpose;
  worstNow: () => number | null; // US dollars that a request costs at most; null when no price is known
}

/** Notes each request of a paid call in a study's file while it is under way; without a file, nothing. */
export function markOf(
  inFlight: InFlight | undefined,
  {name: model}: {name: string},
  {id, purpose: {step, role}, worstNow}: MarkedCall
): CallMark {
  let end: ((how: Ending) => void) | undefined;
  return {
    onBegin() {
      const worst = worstNow();
      if (worst !== null && worst > 0) end = inFlight?.begin({id, step, role, model, worst});
    },
    onFailure: () => end?.("not-billed"),
    end: (how) => end?.(how)
  };
}
