import {setMaxListeners} from "node:events";
import {setTimeout as sleep} from "node:timers/promises";
import type {Random} from "../util/random.js";
import {Lane} from "./lane.js";
import {isModelError, type ModelError} from "./model-error.js";
import type {Model, ModelReply, ModelRequest} from "./model.js";
import {defaultRetry, isOverload, waitBeforeRetry, type RetryPolicy} from "./retry.js";

/** One request that failed and was, or was not, tried again. */
export interface FailedAttempt {
  at: string; // ISO date
  status: number | null;
  error: string;
}

/** A call that is over: its reply, or the last error. */
export interface Asked {
  reply: ModelReply | null;
  error: ModelError | null;
  failed: FailedAttempt[];
  latency: number | null; // ms of the request that was answered, or of the last; null in this process
}

export interface DispatcherOptions {
  max?: number; // calls in flight a lane, at most
  retry?: Partial<RetryPolicy>;
  signal?: AbortSignal; // ends every wait
  random?: Random; // of the waits
  now?: () => number; // ms
}

/**
 * Sends calls to their providers: waits for room in the lane, tries again what may succeed, and closes a lane whose
 * provider can't answer any more (dead key, spent credit, unknown model).
 */
export class Dispatcher {
  readonly #lanes = new Map<string, Lane>();
  readonly #retry: RetryPolicy;
  readonly #random: Random;
  readonly #now: () => number;

  constructor(private readonly options: DispatcherOptions = {}) {
    this.#retry = {...defaultRetry, ...options.retry};
    this.#random = options.random ?? Math.random;
    this.#now = options.now ?? (() => performance.now());
    if (options.signal) setMaxListeners(0, options.signal); // each call under way listens to it
    options.signal?.addEventListener("abort", () => this.#closeAll(), {once: true});
  }

  /** Calls under way and room, by lane. */
  lanes(): {lane: string; inFlight: number; window: number}[] {
    return [...this.#lanes].map(([lane, {inFlight, window}]) => ({lane, inFlight, window}));
  }

  /** Throws when no further call to this provider can succeed, and when aborted. Any other failure is in the result. */
  async ask(model: Model, request: ModelRequest): Promise<Asked> {
    const {signal} = this.options;
    signal?.throwIfAborted();
    if (model.local) return this.#askLocal(model, request);
    const lane = this.#laneOf(model);
    const failed: FailedAttempt[] = [];
    let overloads = 0;
    let begun: number | null = null;
    for (;;) {
      await lane.enter({again: failed.length > 0});
      const startedAt = this.#now();
      begun ??= startedAt;
      try {
        const reply = await model.ask(request, {signal});
        const latency = this.#now() - startedAt;
        const tokens = (reply.usage.inputTokens ?? 0) + (reply.usage.outputTokens ?? 0);
        lane.leave({kind: "answered", latencyInMs: latency, pace: reply.pace ?? null, tokens});
        return {reply, error: null, failed, latency};
      } catch (error) {
        const overload = isModelError(error) && isOverload(error) && !error.fatal;
        const retryAfterInMs = overload ? error.retryAfterInMs : null;
        lane.leave(overload ? {kind: "refused", startedAt, retryAfterInMs} : {kind: "failed"});
        signal?.throwIfAborted();
        if (!isModelError(error)) throw error;
        if (error.fatal) {
          lane.close(error);
          throw error;
        }
        overloads += overload ? 1 : 0;
        failed.push({at: new Date().toISOString(), status: error.status, error: error.message});
        const elapsed = this.#now() - begun;
        const wait = waitBeforeRetry(error, failed.length, overloads, elapsed, this.#random, this.#retry);
        if (wait === null) return {reply: null, error, failed, latency: this.#now() - startedAt};
        await sleep(wait, undefined, {signal}).catch(() => signal?.throwIfAborted());
      }
    }
  }

  async #askLocal(model: Model, request: ModelRequest): Promise<Asked> {
    try {
      const reply = await model.ask(request, {signal: this.options.signal});
      return {reply, error: null, failed: [], latency: null};
    } catch (error) {
      if (!isModelError(error) || error.fatal) throw error;
      const attempt = {at: new Date().toISOString(), status: error.status, error: error.message};
      return {reply: null, error, failed: [attempt], latency: null};
    }
  }

  #laneOf({lane: name}: Model): Lane {
    let lane = this.#lanes.get(name);
    if (lane === undefined) this.#lanes.set(name, (lane = new Lane({max: this.options.max}, this.#now)));
    return lane;
  }

  #closeAll(): void {
    for (const lane of this.#lanes.values()) lane.close(this.options.signal!.reason as Error);
  }
}
