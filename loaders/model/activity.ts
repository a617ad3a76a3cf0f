import type {LaneWait} from "./lane.js";

/** What the calls of a process do at a moment. */
export interface Activity {
  inFlight: number; // requests without an answer yet
  longest: {model: string; inMs: number} | null; // the one under way for the longest
  waits: ShownWait[]; // where nothing is sent for a while
  errors: string[]; // the last failure of each provider that has not answered since
}

export interface ShownWait {
  model: string; // or the provider's address
  until: number; // ms since 1970
  reason: string;
}

/** No call is made: of a step that computes. */
export const noActivity: Activity = {inFlight: 0, longest: null, waits: [], errors: []};

const shortInMs = 5000; // waits that nobody needs to hear of

/** Keeps which requests are under way, which calls wait, and what failed last. */
export class Flights {
  readonly #flying = new Set<{model: string; since: number}>();
  readonly #waiting = new Set<{model: string; until: number; reason: string}>();
  readonly #errors = new Map<string, string>(); // by lane

  constructor(private readonly now: () => number) {}

  /** A request begins. Call the result when it ended, with what failed. */
  begin(lane: string, model: string, since: number): (error: string | null) => void {
    const flight = {model, since};
    this.#flying.add(flight);
    return (error) => {
      this.#flying.delete(flight);
      if (error === null) this.#errors.delete(lane);
      else this.#errors.set(lane, error);
    };
  }

  /** A call waits until it is tried again. Call the result when it no longer does. */
  wait(model: string, inMs: number, reason: string): () => void {
    const wait = {model, until: this.now() + inMs, reason};
    if (inMs >= shortInMs) this.#waiting.add(wait);
    return () => void this.#waiting.delete(wait);
  }

  activity(lanes: readonly {name: string; wait: LaneWait | null}[]): Activity {
    const now = this.now();
    const first = [...this.#flying].reduce<{model: string; since: number} | null>(
      (first, each) => (first === null || each.since < first.since ? each : first),
      null
    );
    const held = lanes.flatMap(({name, wait}) => (wait === null ? [] : [{model: addressOf(name), ...wait}]));
    const waits = held.filter(({until}) => until - now >= 1000);
    const shown = waits.length > 0 ? waits : longestOfEach([...this.#waiting]);
    return {
      inFlight: this.#flying.size,
      longest: first && {model: first.model, inMs: now - first.since},
      waits: shown.map(({model, until, reason}) => ({model, reason, until: Date.now() + until - now})),
      errors: [...this.#errors.values()]
    };
  }
}

const addressOf = (lane: string): string => lane.split(" ")[0]!; // the name of the key's variable follows

function longestOfEach<T extends {model: string; until: number}>(waits: readonly T[]): T[] {
  const longest = new Map<string, T>();
  for (const wait of waits)
    if ((longest.get(wait.model)?.until ?? -Infinity) < wait.until) longest.set(wait.model, wait);
  return [...longest.values()];
}
