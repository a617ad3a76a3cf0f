import {setMaxListeners} from "node:events";
import {setTimeout as sleep} from "node:timers/promises";
import type {Random} from "../util/random.js";
import {parametersId, Reach, RefusalStreak} from "./health.js";
import {Lane} from "./lane.js";
import {isModelError, type ModelError} from "./model-error.js";
import type {Model, ModelReply, ModelRequest} from "./model.js";
import type {Pace} from "./pace.js";
import {defaultRetry, isOverload, waitBeforeRetry, type RetryPolicy} from "./retry.js";

/** One request that failed and was, or was not, tried again. */
export interface FailedAttempt {
  at: string; // ISO date
  status: number | null;
  error: string;
}

/** The outcome of asking a model: its reply, or the last error. */
export interface AskResult extends CallEnd {
  reply: ModelReply | null;
}

/** The outcome of any other call. */
export interface SendResult<T> extends CallEnd {
  answer: T | null;
}

interface CallEnd {
  error: ModelError | null;
  failed: FailedAttempt[];
  latency: number | null; // ms of the request that was answered, or of the last one; null for models in this process
}

/** What an answer used of the provider's rates, as far as is known. */
export interface Use {
  pace: Pace | null;
  tokens: number;
}

export interface DispatcherOptions {
  max?: number; // calls in flight in each lane
  retry?: Partial<RetryPolicy>;
  signal?: AbortSignal; // ends every wait
  random?: Random; // of the waits
  now?: () => number; // ms
  log?: (line: string) => void; // what a model refuses, once
}

/**
 * Sends calls to their providers: waits for room in the lane, retries what may succeed, and closes a lane whose
 * provider can't answer any more (bad key, spent credit, unknown model, no server). A model that refuses one request
 * after the other is not asked any more with the same parameters.
 */
export class Dispatcher {
  readonly #lanes = new Map<string, Lane>();
  readonly #reach = new Map<string, Reach>(); // by lane
  readonly #streaks = new Map<string, RefusalStreak>(); // by lane, model and parameters
  readonly #said = new Set<string>();
  readonly #retry: RetryPolicy;
  readonly #random: Random;
  readonly #now: () => number;

  constructor(private readonly options: DispatcherOptions = {}) {
    this.#retry = {...defaultRetry, ...options.retry};
    this.#random = options.random ?? Math.random;
    this.#now = options.now ?? (() => performance.now());
    if (options.signal) setMaxListeners(0, options.signal); // each call in flight listens to it
    options.signal?.addEventListener("abort", () => this.#closeAll(), {once: true});
  }

  /** Calls in flight and the size of the window, by lane. */
  lanes(): {lane: string; inFlight: number; window: number}[] {
    return [...this.#lanes].map(([lane, {inFlight, window}]) => ({lane, inFlight, window}));
  }

  /** Throws when no more calls to this provider can succeed, and when aborted. Any other failure is in the result. */
  async ask(model: Model, request: ModelRequest): Promise<AskResult> {
    const {signal} = this.options;
    signal?.throwIfAborted();
    if (model.local) return this.#askLocal(model, request);
    const streak = at(this.#streaks, `${model.lane} ${model.identity} ${parametersId(request)}`, RefusalStreak);
    if (streak.end !== null) throw streak.end;
    const {answer: reply, ...sent} = await this.send(model.lane, () => model.ask(request, {signal}), readUse, signal);
    if (sent.error === null) streak.answered();
    else streak.refused(request, sent.error);
    this.#say(model, reply?.changes ?? []);
    return {reply, ...sent};
  }

  /** Makes any call to a provider's API as `ask` does: in the provider's lane, with retries. */
  async send<T>(
    name: string, // of the lane
    call: () => Promise<T>,
    useOf: (answer: T) => Use,
    signal: AbortSignal | undefined = this.options.signal
  ): Promise<SendResult<T>> {
    const lane = this.#laneOf(name);
    const reach = at(this.#reach, name, Reach);
    const failed: FailedAttempt[] = [];
    let overloads = 0;
    let begun: number | null = null;
    for (;;) {
      await lane.enter({again: failed.length > 0});
      const startedAt = this.#now();
      begun ??= startedAt;
      reach.began(startedAt);
      try {
        const answer = await call();
        const latency = this.#now() - startedAt;
        reach.answered();
        lane.leave({kind: "answered", latencyInMs: latency, ...useOf(answer)});
        return {answer, error: null, failed, latency};
      } catch (thrown) {
        const error = isModelError(thrown) ? reach.failed(thrown, this.#now()) : thrown;
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
        if (wait === null) return {answer: null, error, failed, latency: this.#now() - startedAt};
        await sleep(wait, undefined, {signal}).catch(() => signal?.throwIfAborted());
      }
    }
  }

  async #askLocal(model: Model, request: ModelRequest): Promise<AskResult> {
    try {
      const reply = await model.ask(request, {signal: this.options.signal});
      return {reply, error: null, failed: [], latency: null};
    } catch (error) {
      if (!isModelError(error) || error.fatal) throw error;
      const attempt = {at: new Date().toISOString(), status: error.status, error: error.message};
      return {reply: null, error, failed: [attempt], latency: null};
    }
  }

  #say(model: Model, changes: readonly string[]): void {
    for (const change of changes) {
      const line = `${model.name} refuses a parameter: ${change}`;
      if (this.#said.has(line)) continue;
      this.#said.add(line);
      this.options.log?.(line);
    }
  }

  #laneOf(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (lane === undefined) this.#lanes.set(name, (lane = new Lane({max: this.options.max}, this.#now)));
    return lane;
  }

  #closeAll(): void {
    for (const lane of this.#lanes.values()) lane.close(this.options.signal!.reason as Error);
  }
}

/** What a map holds at a key, made when it holds nothing. */
function at<T>(map: Map<string, T>, key: string, Make: new () => T): T {
  const value = map.get(key) ?? new Make();
  map.set(key, value);
  return value;
}

const readUse = ({usage, pace}: ModelReply): Use => ({
  pace: pace ?? null,
  tokens: (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0)
});
