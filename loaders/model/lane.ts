import {AdaptiveWindow, type WindowOptions} from "./adaptive-window.js";
import type {ModelError} from "./model-error.js";
import type {Pace} from "./pace.js";

/** What is left of a rate; `capped`: until its reset, which is later than `until`. */
interface Left {
  count: number;
  until: number;
  capped: boolean;
}

/** How much a lane may send, besides what its provider says. */
export interface LaneOptions extends WindowOptions {
  requestsPerMinute?: number; // calls are sent at least that far apart
  tokensPerMinute?: number; // the same, by the mean tokens of a call
}

interface WaitingCall {
  enter: () => void;
  reject: (error: unknown) => void;
}

/** A wait that a provider asks for. */
export interface Told {
  waitInMs: number;
  reason: string; // for people
  probe: boolean; // it is not believed in full: after it one call goes first, and shows whether the others can
}

/** Why a lane sends nothing, and until when. */
export interface LaneWait {
  until: number; // by the lane's clock, ms
  reason: string;
}

/** How a call ended. */
export type LaneOutcome =
  | {kind: "answered"; latencyInMs: number; pace: Pace | null; tokens: number}
  | {kind: "refused"; startedAt: number; told: Told | null}
  | {kind: "failed"};

const maxHintInMs = 60_000; // a rate that is used up for longer is a hint: after this one call tries

const assumedTokens = 2000; // of a call, until one is answered

/**
 * The queue to one provider with one key, shared by all runs and steps: it admits as many calls as the window has room
 * for, waits when the provider says so, and a fatal error closes it for good.
 */
export class Lane {
  readonly #window: AdaptiveWindow;
  readonly #first: WaitingCall[] = []; // retries go first
  readonly #queue: WaitingCall[] = [];
  #closed: unknown = null;
  #inFlight = 0;
  #paused: LaneWait = {until: 0, reason: ""};
  #probe: "none" | "due" | "sent" = "none";
  #timer: NodeJS.Timeout | undefined;
  #next = -Infinity; // when the next call may be sent, by the limits of the options
  #tokensPerCall = 0; // running mean
  #left: Record<keyof Pace, Left> = {
    requests: {count: Infinity, until: 0, capped: false},
    tokens: {count: Infinity, until: 0, capped: false}
  };
  readonly #disproved = new Set<keyof Pace>(); // resets that are too long: a call was answered before them

  constructor(
    private readonly options: LaneOptions = {},
    private readonly now: () => number = () => performance.now() // monotonic: no jump of the clock holds calls back
  ) {
    this.#window = new AdaptiveWindow(options);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get window(): number {
    return this.#window.size;
  }

  /** Why nothing is sent now although calls wait; null when nothing holds them. */
  get wait(): LaneWait | null {
    const wait = this.#wait();
    return this.#first.length + this.#queue.length > 0 && wait.until > this.now() ? wait : null;
  }

  /** Resolves when a call may be sent. Rejects when the lane is closed. */
  enter({again = false} = {}): Promise<void> {
    if (this.#closed !== null) return Promise.reject(this.#closed as Error);
    return new Promise((resolve, reject) => {
      (again ? this.#first : this.#queue).push({enter: resolve, reject});
      this.#admit();
    });
  }

  /** Reports that an admitted call ended. */
  leave(outcome: LaneOutcome): void {
    const now = this.now();
    const probed = this.#probe === "sent";
    if (probed) this.#probe = "none";
    if (outcome.kind === "answered") {
      if (probed) this.#disprove();
      this.#window.succeeded(this.#inFlight, outcome.latencyInMs, now);
      this.#heed(outcome, now);
    } else if (outcome.kind === "refused") {
      const believed = this.#window.refused(this.#inFlight, outcome.startedAt, now);
      if (believed && outcome.told !== null) this.#pause(outcome.told, now);
    }
    this.#inFlight--;
    this.#admit();
  }

  /** No call can succeed any more: rejects those that wait, and all later ones. */
  close(error: ModelError | Error): void {
    this.#closed ??= error;
    clearTimeout(this.#timer);
    for (const {reject} of [...this.#first.splice(0), ...this.#queue.splice(0)]) reject(this.#closed);
  }

  #admit(): void {
    while (this.#first.length + this.#queue.length > 0 && this.#inFlight < this.#window.size) {
      const waitInMs = this.#wait().until - this.now();
      if (waitInMs > 0) return this.#wake(waitInMs);
      if (this.#probe === "sent" && this.#inFlight > 0) return;
      this.#probe = this.#probeIsDue() ? "sent" : "none";
      this.#inFlight++;
      this.#left.requests.count--;
      this.#left.tokens.count -= this.#tokensPerCall;
      this.#next = Math.max(this.#next, this.now()) + this.#spacingInMs();
      (this.#first.shift() ?? this.#queue.shift())!.enter();
    }
  }

  #pause({waitInMs, reason, probe}: Told, now: number): void {
    if (probe) this.#probe = "due";
    if (now + waitInMs > this.#paused.until) this.#paused = {until: now + waitInMs, reason};
  }

  /** Until when to send nothing: a Retry-After, or a rate that is used up until its reset. */
  #wait(): LaneWait {
    const used = this.#used().map((kind) => ({
      until: this.#left[kind].until,
      reason: `the provider's rate of ${kind} is used up`
    }));
    const limited = {until: this.#next, reason: "its share of the rate that units may ask at"};
    return [...used, limited].reduce((longest, each) => (each.until > longest.until ? each : longest), this.#paused);
  }

  /** Between two calls, as the options limit them. */
  #spacingInMs(): number {
    const {requestsPerMinute = Infinity, tokensPerMinute = Infinity} = this.options;
    const tokens = this.#tokensPerCall || assumedTokens;
    return Math.max(60_000 / requestsPerMinute, (60_000 * tokens) / tokensPerMinute);
  }

  #used(): (keyof Pace)[] {
    const {requests, tokens} = this.#left;
    const isUsed = {requests: requests.count < 1, tokens: tokens.count < Math.max(1, this.#tokensPerCall)};
    return (["requests", "tokens"] as const).filter((kind) => isUsed[kind]);
  }

  /** Whether a wait is over that was shorter than what the provider asked for. */
  #probeIsDue = (): boolean => this.#probe === "due" || this.#used().some((kind) => this.#left[kind].capped);

  /** A call was answered although its rate was said to be used up: such resets are not believed again. */
  #disprove(): void {
    for (const kind of this.#used()) if (this.#left[kind].capped) this.#disproved.add(kind);
  }

  #wake(inMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#admit(), Math.min(inMs, 2 ** 31 - 1));
  }

  #heed({pace, tokens}: Extract<LaneOutcome, {kind: "answered"}>, now: number): void {
    this.#tokensPerCall = this.#tokensPerCall === 0 ? tokens : 0.95 * this.#tokensPerCall + 0.05 * tokens;
    for (const kind of ["requests", "tokens"] as const) {
      const said = pace?.[kind];
      if (said && said.resetInMs <= maxHintInMs)
        this.#left[kind] = {count: said.left, until: now + said.resetInMs, capped: false};
      else if (said && !this.#disproved.has(kind))
        this.#left[kind] = {count: said.left, until: now + maxHintInMs, capped: true};
      else if (now >= this.#left[kind].until) this.#left[kind].count = Infinity;
    }
  }
}
