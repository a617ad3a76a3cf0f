import type {Activity} from "../model/activity.js";

const silentAtMostInMs = 15_000; // also when nothing ends
const troubleEveryInMs = 2000; // between two lines on failures that have not been said

/** What a heartbeat says, and by which clock. */
export interface Pulse {
  activity: () => Activity;
  say: () => void; // writes a line on how things are
  now?: () => number; // ms
}

/** Keeps a command from being silent: a line at least every 15 s, and what fails or is waited for within seconds. */
export class Heartbeat {
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #last = 0; // when a line was last written
  #trouble = ""; // that it told of

  constructor(private readonly pulse: Pulse) {
    this.#now = pulse.now ?? (() => performance.now());
  }

  /** Begins to watch; counts as a line. */
  start(): this {
    this.#last = this.#now();
    this.#timer = setInterval(() => this.#check(), 1000);
    return this;
  }

  /** A line was written, by the heartbeat or by somebody else. */
  beat(): void {
    this.#last = this.#now();
    this.#trouble = troubleOf(this.pulse.activity());
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    const since = this.#now() - this.#last;
    if (since < silentAtMostInMs && !(since >= troubleEveryInMs && this.#isNews())) return;
    this.beat();
    this.pulse.say();
  }

  #isNews(): boolean {
    const trouble = troubleOf(this.pulse.activity());
    return trouble !== "" && trouble !== this.#trouble;
  }
}

/** What fails or is waited for, without the numbers that change all the time. */
const troubleOf = ({errors, waits}: Activity): string => [...errors, ...waits.map(({reason}) => reason)].join("\n");
