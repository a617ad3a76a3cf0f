export interface WindowOptions {
  start?: number; // calls in flight to begin with; defaults to 16
  max?: number; // never more; defaults to 512
}

const firstHoldInMs = 2000;
const maxHoldInMs = 120_000;
const falls = [0.95, 0.8, 0.5]; // of the calls in flight at a refusal; steeper when another one follows at once
const steepestFall = 0.5; // of the window, for all refusals of one burst together
const nearHeight = 0.5; // of the window: a refusal with fewer in flight does not show how many are too many
const tailSize = 200; // calls that the tail of the latencies is taken from
const tailFactor = 3; // slower than this times the usual tail is overload
const tailRate = 0.1; // how fast the usual tail follows
const shareRate = 0.02; // how fast shares of refusals follow: about the last hundred calls count
const persistent = 0.2; // share of refusals that is always taken for load, whatever was usual

/**
 * How many calls may be in flight. The window doubles each round trip until the provider refuses a call, falls to just
 * below what was in flight then, holds for a while, and grows again by one call a round trip. Each refusal at about the
 * same height doubles the hold; one that comes before the window grew again makes it fall further. A tail of latencies
 * (95th percentile) far beyond the usual one counts as a refusal.
 *
 * Some providers refuse a few calls whatever is in flight. Refusals that continue at the same small share while the
 * window is held below the last height are such noise: they are ignored, and the window grows again.
 */
export class AdaptiveWindow {
  readonly #max: number;
  #size: number;
  #threshold: number; // below it the window doubles, above it grows by one
  #lastFall = -Infinity;
  #burst = {carried: Infinity, min: 1}; // the last fall: what the provider carried, and the lowest size after it
  #hold = firstHoldInMs;
  #holdUntil = -Infinity;
  #latencies: number[] = [];
  #usualTail = 0; // 0: unknown yet
  #fallen = 0; // falls in a row without a probe between them
  #share = 0; // of calls that were refused, lately
  #noise = 0; // the same while the window is held
  #shareAtFall = 0; // the highest share around the last fall

  constructor({start = 16, max = 512}: WindowOptions = {}) {
    this.#max = Math.max(1, max);
    this.#size = Math.min(start, this.#max);
    this.#threshold = this.#max;
  }

  /** Calls that may be in flight, from 1. */
  get size(): number {
    return Math.max(1, Math.floor(this.#size));
  }

  /** A call succeeded. `inFlight` includes it: a window that is not used does not grow. */
  succeeded(inFlight: number, latencyInMs: number, now: number): void {
    this.#count(0, now);
    if (this.#tailGrew(latencyInMs)) return this.#shrink(inFlight, now);
    if (now >= this.#holdUntil && this.#fellForNoise()) this.#threshold = this.#max;
    if (inFlight < this.size * 0.8) return;
    if (this.#size < this.#threshold) this.#size += 1;
    else if (now >= this.#holdUntil) this.#size += 1 / this.#size;
    this.#size = Math.min(this.#size, this.#max);
  }

  /**
   * The provider refused a call that was sent at `startedAt` because there are too many. Returns false when that is
   * taken for noise, which changes nothing.
   */
  refused(inFlight: number, startedAt: number, now: number): boolean {
    const inBurst = startedAt < this.#lastFall;
    this.#count(1, inBurst ? -Infinity : now);
    if (!inBurst) {
      if (this.#isNoise(now)) return false;
      if (this.#share >= persistent || inFlight >= this.size * nearHeight) this.#shrink(inFlight - 1, now);
      return true;
    }
    this.#shareAtFall = Math.max(this.#shareAtFall, this.#share);
    // not what is in flight by now: at the end of an iteration no new call replaces those that ended
    this.#burst.carried--;
    this.#size = Math.max(this.#burst.min, Math.min(this.#size, this.#burst.carried * falls[0]!));
    this.#threshold = this.#size;
    return true;
  }

  /** Updates the shares of refusals; those while the window is held, outside a burst, count as noise. */
  #count(refused: 0 | 1, now: number): void {
    this.#share += shareRate * (refused - this.#share);
    if (now < this.#holdUntil) this.#noise += shareRate * (refused - this.#noise);
  }

  #isNoise(now: number): boolean {
    if (this.#share >= persistent) return false;
    return now < this.#holdUntil || (this.#noise > 0 && this.#share <= usual(this.#noise));
  }

  #fellForNoise(): boolean {
    return this.#noise > 0.002 && this.#shareAtFall <= usual(this.#noise);
  }

  #shrink(carried: number, now: number): void {
    const before = this.#size;
    this.#fallen = now < this.#holdUntil ? Math.min(this.#fallen + 1, falls.length - 1) : 0;
    const height = Math.min(before, carried);
    const again = Math.abs(height - this.#threshold) < this.#threshold * 0.15;
    const probed = again && this.#fallen === 0; // the height is known: just below it is right
    const min = Math.max(1, before * steepestFall);
    this.#burst = {carried: height, min};
    this.#size = Math.max(min, probed ? Math.min(height * 0.99, height - 1) : height * falls[this.#fallen]!);
    this.#hold = again ? Math.min(this.#hold * 2, maxHoldInMs) : firstHoldInMs;
    this.#holdUntil = now + this.#hold;
    this.#threshold = this.#size;
    this.#lastFall = now;
    this.#shareAtFall = this.#share;
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

/** The highest share of refusals that noise of that share explains: samples of a hundred vary. */
const usual = (noise: number): number => noise * 2 + 0.03;
