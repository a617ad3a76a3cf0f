export interface WindowOptions {
  start?: number; // calls in flight to begin with; defaults to 16
  max?: number; // never more; defaults to 512
}

const firstHoldInMs = 2000;
const longestHoldInMs = 120_000;
const falls = [0.95, 0.8, 0.5]; // of what was in flight when the provider said no; steeper when it says so again at once
const steepestFall = 0.5; // of the window, for all refusals of one burst together
const tailSize = 200; // calls by which the tail of the latencies is judged
const tailFactor = 3; // slower than this times the usual tail is overload
const tailRate = 0.1; // at which the usual tail follows

/**
 * How many calls may be in flight. It doubles a round trip until the provider says no, falls to just below what was in
 * flight then, stays there for a while, and probes again one call a round trip; each refusal at about the same height
 * doubles the stay, and one that comes without a probe makes it fall further. A tail of latencies (95th percentile) that
 * grows far beyond what is usual is taken for a refusal.
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
  #usualTail = 0; // 0: not known yet
  #fallen = 0; // falls in a row without a probe between them

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
    this.#size = Math.max(this.#leastOfBurst, Math.min(this.#size, (inFlight - 1) * falls[0]!));
    this.#threshold = this.#size;
  }

  #shrink(carried: number, now: number): void {
    const before = this.#size;
    this.#fallen = now < this.#holdUntil ? Math.min(this.#fallen + 1, falls.length - 1) : 0;
    const height = Math.min(before, carried);
    const again = Math.abs(height - this.#threshold) < this.#threshold * 0.15;
    const probed = again && this.#fallen === 0; // the height is known: just below it is right
    this.#size = Math.max(1, probed ? Math.min(height * 0.99, height - 1) : height * falls[this.#fallen]!);
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
    const grew = this.#usualTail > 0 && tail > this.#usualTail * tailFactor;
    this.#usualTail = this.#usualTail === 0 ? tail : this.#usualTail * (tail / this.#usualTail) ** tailRate;
    return grew;
  }
}
