import {AdaptiveWindow, type WindowOptions} from "./adaptive-window.js";
import type {ModelError} from "./model-error.js";
import type {Pace} from "./pace.js";

interface WaitingCall {
  enter: () => void;
  reject: (error: unknown) => void;
}

/** How a call ended. */
export type LaneOutcome =
  | {kind: "answered"; latencyInMs: number; pace: Pace | null; tokens: number}
  | {kind: "refused"; startedAt: number; retryAfterInMs: number | null}
  | {kind: "failed"};

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
  #pausedUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #tokensPerCall = 0; // running mean
  #left: Record<keyof Pace, {count: number; until: number}> = {
    requests: {count: Infinity, until: 0},
    tokens: {count: Infinity, until: 0}
  };

  constructor(
    options: WindowOptions = {},
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
    if (outcome.kind === "answered") {
      this.#window.succeeded(this.#inFlight, outcome.latencyInMs, now);
      this.#heed(outcome, now);
    } else if (outcome.kind === "refused") {
      const believed = this.#window.refused(this.#inFlight, outcome.startedAt, now);
      if (believed) this.#pausedUntil = Math.max(this.#pausedUntil, now + (outcome.retryAfterInMs ?? 0));
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
      const waitInMs = this.#waitInMs();
      if (waitInMs > 0) return this.#wake(waitInMs);
      this.#inFlight++;
      this.#left.requests.count--;
      this.#left.tokens.count -= this.#tokensPerCall;
      (this.#first.shift() ?? this.#queue.shift())!.enter();
    }
  }

  /** How long to send nothing: a Retry-After, or a rate that is used up until its reset. */
  #waitInMs(): number {
    const now = this.now();
    const {requests, tokens} = this.#left;
    const used = [
      requests.count < 1 ? requests.until : 0,
      tokens.count < Math.max(1, this.#tokensPerCall) ? tokens.until : 0
    ];
    return Math.max(this.#pausedUntil, ...used) - now;
  }

  #wake(inMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#admit(), Math.min(inMs, 2 ** 31 - 1));
  }

  #heed({pace, tokens}: Extract<LaneOutcome, {kind: "answered"}>, now: number): void {
    this.#tokensPerCall = this.#tokensPerCall === 0 ? tokens : 0.95 * this.#tokensPerCall + 0.05 * tokens;
    for (const kind of ["requests", "tokens"] as const) {
      const said = pace?.[kind];
      if (said) this.#left[kind] = {count: said.left, until: now + said.resetInMs};
      else if (now >= this.#left[kind].until) this.#left[kind].count = Infinity;
    }
  }
}
