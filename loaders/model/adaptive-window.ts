export interface WindowOptions {
  start?: number; // calls in flight to begin with; defaults to 16
  max?: number; // never more; defaults to 512
}

const firstHoldInMs = 2000;
const longestHoldInMs = 120_000;
const falls = [0.95, 0.8, 0.5]; // of what was in flight when the provider said no; steeper when it says so again at once
const steepestFall = 0.5; // of the window, for all refusals of one burst together
const nearHeight = 0.5; // of the window: a refusal with fewer in flight says nothing of how many are too many
const tailSize = 200; // calls by which the tail of the latencies is judged
const tailFactor = 3; // slower than this times the usual tail is overload
const tailRate = 0.1; // at which the usual tail follows
const shareRate = 0.02; // at which shares of refusals follow: the last hundred calls or so count
const persistent = 0.2; // share of refusals from which a provider refuses because of load, whatever was usual

/**
 * How many calls may be in flight. It doubles a round trip until the provider says no, falls to just below what was in
 * flight then, stays there for a while, and probes again one call a round trip; each refusal at about the same height
 * doubles the stay, and one that comes without a probe makes it fall further. A tail of latencies (95th percentile) that
 * grows far beyond what is usual is taken for a refusal.
 *
 * Some providers refuse a few calls whatever is in flight. Refusals that go on at the same small share while the window
 * is held below the last height are such noise: they are not followed, and the window grows again.
 */
export class AdaptiveWindow {
  readonly #max: number;
  #size: number;
  #threshold: number; // below it the window doubles, above it grows by one
  #lastFall = -Infinity;
  #burst = {carried: Infinity, least: 1}; // the last fall: what the provider carried, and no lower
  #hold = firstHoldInMs;
  #holdUntil = -Infinity;
  #latencies: number[] = [];
  #usualTail = 0; // 0: not known yet
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

  /** A call came back well. `inFlight` counts it too: a window that is not used does not grow. */
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
   * The provider refused a call that was sent at `startedAt` because there are too many. Gives whether that is believed:
   * noise changes nothing.
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
    this.#burst.carried--; // not what is in flight by now: at the end of an iteration nothing takes the place of what ended
    this.#size = Math.max(this.#burst.least, Math.min(this.#size, this.#burst.carried * falls[0]!));
    this.#threshold = this.#size;
    return true;
  }

  /** Follows the share of refusals; what comes while the window is held, and no burst, is noise. */
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
    const least = Math.max(1, before * steepestFall);
    this.#burst = {carried: height, least};
    this.#size = Math.max(least, probed ? Math.min(height * 0.99, height - 1) : height * falls[this.#fallen]!);
    this.#hold = again ? Math.min(this.#hold * 2, longestHoldInMs) : firstHoldInMs;
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

/** The highest share of refusals that is still taken for a noise of that share: samples of a hundred vary. */
const usual = (noise: number): number => noise * 2 + 0.03;
