export interface WindowOptions {
  start?: number; // calls in flight to begin with; defaults to 16
  max?: number; // never more; defaults to 512
}

const firstHoldInMs = 5000;
const longestHoldInMs = 120_000;
const fall = 0.9; // of what was in flight when the provider said no
const steepestFall = 0.5; // of the window, for all refusals of one burst together
const tailSize = 200; // calls by which the tail of the latencies is judged
const tailFactor = 2.5; // slower than this times the best tail so far is overload

/**
 * How many calls may be in flight. It doubles a round trip until the provider says no, falls to just below what was in
 * flight then, stays there for a while, and probes again one call a round trip; each refusal at about the same height
 * doubles the stay. A tail of latencies (95th percentile) that grows far beyond its best is taken for a refusal.
 */
export class AdaptiveWindow {
  readonly #max: number;
  #size: number;
  #threshold: number; // below it the window doubles, above it grows by one
  #lastFall = -Infinity;
  #leastOfBurst = 1;
  #hold = firstHoldInMs;
  #holdUntil = -Infinity;
  #latencies: number[] = [];
  #bestTail = Infinity;

  constructor({start = 16, max = 512}: WindowOptions = {}) {
    this.#max = Math.max(1, max);
    this.#size = Math.min(start, this.#max);
    this.#threshold = this.#max;
  }

  /** Calls that may be in flight, from 1. */
  get size(): number {
    return Math.max(1, Math.floor(this.#size));
  }

  /** A call came back well. `inFlight` counts it too: a window that is not used does not grow. */
  succeeded(inFlight: number, latencyInMs: number, now: number): void {
    if (this.#tailGrew(latencyInMs)) return this.#shrink(inFlight, now);
    if (inFlight < this.size * 0.8) return;
    if (this.#size < this.#threshold) this.#size += 1;
    else if (now >= this.#holdUntil) this.#size += 1 / this.#size;
    this.#size = Math.min(this.#size, this.#max);
  }

  /** The provider refused a call that was sent at `startedAt` because there are too many. */
  refused(inFlight: number, startedAt: number, now: number): void {
    if (startedAt >= this.#lastFall) return this.#shrink(inFlight - 1, now);
    this.#size = Math.max(this.#leastOfBurst, Math.min(this.#size, (inFlight - 1) * fall));
    this.#threshold = this.#size;
  }

  #shrink(carried: number, now: number): void {
    const before = this.#size;
    this.#size = Math.max(1, Math.min(before, carried) * fall);
    const again = Math.abs(this.#size - this.#threshold) < this.#threshold * 0.15;
    this.#hold = again ? Math.min(this.#hold * 2, longestHoldInMs) : firstHoldInMs;
    this.#holdUntil = now + this.#hold;
    this.#threshold = this.#size;
    this.#leastOfBurst = Math.max(1, before * steepestFall);
    this.#lastFall = now;
    this.#latencies = [];
  }

  #tailGrew(latencyInMs: number): boolean {
    this.#latencies.push(latencyInMs);
    if (this.#latencies.length < tailSize) return false;
    const tail = this.#latencies.sort((a, b) => a - b)[Math.floor(tailSize * 0.95)]!;
    this.#latencies = [];
    const grew = tail > this.#bestTail * tailFactor;
    this.#bestTail = Math.min(this.#bestTail, tail);
    return grew;
  }
}
