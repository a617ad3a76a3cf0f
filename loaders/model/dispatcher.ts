import {setMaxListeners} from "node:events";
import {setTimeout} from "node:timers/promises";
import type {Random} from "../util/random.js";
import {Flights, type Activity} from "./activity.js";
import {Deadlines, type DeadlineOptions} from "./deadlines.js";
import {parametersId, Reach, RefusalStreak} from "./health.js";
import {Answering} from "./answering.js";
import {Lane, type LaneOptions, type LaneOutcome, type Told} from "./lane.js";
import {isModelError, type ModelError} from "./model-error.js";
import type {Model, ModelReply, ModelRequest} from "./model.js";
import type {Pace} from "./pace.js";
import {
  defaultRetry,
  isImplausible,
  isOverload,
  isTooLong,
  obeyedWait,
  waitBeforeRetry,
  type RetryPolicy
} from "./retry.js";
import {WaitTooLong} from "./wait-too-long.js";

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
  limitsOf?: (model: string) => LaneOptions; // of the lane that the model is the first to use; default: `max` alone
  retry?: Partial<RetryPolicy>;
  deadlines?: DeadlineOptions; // of one request
  signal?: AbortSignal; // ends every wait
  random?: Random; // of the waits
  now?: () => number; // ms
  log?: (line: string) => void; // what a model refuses, once
  sleep?: (inMs: number, signal: AbortSignal | undefined) => Promise<unknown>; // until a call is tried again
}

/** What a caller wants to know while its call is tried. */
export interface Attempts {
  /** Before each request waits for its place; what it throws ends the call. */
  onSend?: () => Promise<void>;
  /** Right before a request is sent. */
  onBegin?: () => void;
  /** After a request that failed, once `onTimeout` is over; not where the whole work was aborted. */
  onFailure?: () => void;
  /** After a request whose answer did not come in time: it may have been billed. */
  onTimeout?: () => Promise<void>;
}

interface Call<T> {
  lane: string;
  model: string; // for people
  send: (timeouts: number) => Promise<T>; // how many requests timed out before
  useOf: (answer: T, latencyInMs: number) => Use;
  signal: AbortSignal | undefined;
  attempts: Attempts;
}

/** What became of the requests of one call so far. */
interface Tried {
  failed: FailedAttempt[];
  overloads: number;
  timeouts: number;
  startedAt: number; // of the last one
  begun: number | null; // of the first one; time that requests took that timed out does not count
}

/**
 * Sends calls to their providers: waits for room in the lane, retries what may succeed, and closes a lane whose
 * provider can't answer any more (bad key, spent credit, no server). An unknown model, or one that the key may not use,
 * ends alone. A model that refuses one request after the other is not asked any more with the same parameters.
 */
export class Dispatcher {
  readonly #lanes = new Map<string, Lane>();
  readonly #reach = new Map<string, Reach>(); // by lane
  readonly #streaks = new Map<string, RefusalStreak>(); // by lane, model and parameters
  readonly #answering = new Answering();
  readonly #said = new Set<string>();
  readonly #retry: RetryPolicy;
  readonly #random: Random;
  readonly #deadlines: Deadlines;
  readonly #flights: Flights;
  readonly #now: () => number;

  constructor(private readonly options: DispatcherOptions = {}) {
    this.#retry = {...defaultRetry, ...options.retry};
    this.#random = options.random ?? Math.random;
    this.#deadlines = new Deadlines(options.deadlines);
    this.#now = options.now ?? (() => performance.now());
    this.#flights = new Flights(this.#now);
    if (options.signal) setMaxListeners(0, options.signal); // each call in flight listens to it
    options.signal?.addEventListener("abort", () => this.#closeAll(), {once: true});
  }

  /** Calls in flight and the size of the window, by lane. */
  lanes(): {lane: string; inFlight: number; window: number}[] {
    return [...this.#lanes].map(([lane, {inFlight, window}]) => ({lane, inFlight, window}));
  }

  /** What goes on now, for people. */
  activity(): Activity {
    return this.#flights.activity([...this.#lanes].map(([name, {wait}]) => ({name, wait})));
  }

  /**
   * Throws when no more calls to this provider can succeed, when it asks to wait too long, and when aborted. Any other
   * failure is in the result.
   */
  async ask(model: Model, request: ModelRequest, attempts: Attempts = {}): Promise<AskResult> {
    const {signal} = this.options;
    signal?.throwIfAborted();
    if (model.local) return this.#askLocal(model, request);
    const streak = at(this.#streaks, `${model.lane} ${model.identity} ${parametersId(request)}`, RefusalStreak);
    if (streak.end !== null) throw streak.end;
    const send = (timeouts: number) =>
      model.ask(request, {signal, timeoutInMs: this.#deadlines.of(model, request, timeouts)});
    const useOf = (reply: ModelReply, latencyInMs: number): Use => {
      this.#deadlines.answered(model, latencyInMs, reply.thinking !== "");
      return readUse(reply);
    };
    const call = {lane: model.lane, model: model.name, send, useOf, signal, attempts};
    const {answer: reply, ...sent} = await this.#send(call);
    if (sent.error === null) streak.answered();
    else streak.refused(request, sent.error);
    this.#sayChanges(model, reply?.changes ?? []);
    return {reply, ...sent};
  }

  /** Makes any call to a provider's API as `ask` does: in the provider's lane, with retries. */
  send<T>(
    {lane, name}: {lane: string; name: string},
    send: () => Promise<T>,
    useOf: (answer: T) => Use,
    {signal = this.options.signal, ...attempts}: Attempts & {signal?: AbortSignal} = {}
  ): Promise<SendResult<T>> {
    return this.#send({lane, model: name, send, useOf, signal, attempts});
  }

  async #send<T>(call: Call<T>): Promise<SendResult<T>> {
    const lane = this.#laneOf(call);
    const tried: Tried = {failed: [], overloads: 0, timeouts: 0, startedAt: 0, begun: null};
    for (;;) {
      this.#answering.check(call);
      await call.attempts.onSend?.(); // not in the lane: what it waits for may need a place there
      await lane.enter({again: tried.failed.length > 0});
      try {
        const {answer, latency} = await this.#attempt(call, lane, tried);
        return {answer, error: null, failed: tried.failed, latency};
      } catch (error) {
        call.signal?.throwIfAborted();
        if (!isModelError(error)) throw error;
        const own = this.#answering.own(call, error);
        await this.#note(call, lane, tried, own).finally(call.attempts.onFailure);
        const wait = this.#waitAfter(own, tried);
        const latency = this.#now() - tried.startedAt;
        if (wait === null) return {answer: null, error: own, failed: tried.failed, latency};
        await this.#pause(wait, call, own);
      }
    }
  }

  /** One request, in the room that the lane has for it. */
  async #attempt<T>(call: Call<T>, lane: Lane, tried: Tried): Promise<{answer: T; latency: number}> {
    const {lane: name, model, send, useOf} = call;
    let outcome: LaneOutcome = {kind: "failed"};
    const startedAt = (tried.startedAt = this.#now());
    tried.begun ??= startedAt;
    const landed = this.#flights.begin(name, model, startedAt);
    const reach = at(this.#reach, name, Reach);
    reach.began(startedAt);
    try {
      this.#answering.check(call); // it may have ended while this call waited for its place
      call.attempts.onBegin?.();
      const answer = await send(tried.timeouts);
      const latency = this.#now() - startedAt;
      reach.answered();
      this.#answering.answered(call);
      outcome = {kind: "answered", latencyInMs: latency, ...useOf(answer, latency)};
      landed(null);
      return {answer, latency};
    } catch (thrown) {
      const error = isModelError(thrown) ? reach.failed(thrown, this.#now()) : thrown;
      landed(isModelError(error) ? error.message : null);
      if (isModelError(error) && isOverload(error) && !error.fatal)
        outcome = {kind: "refused", startedAt, told: this.#toldBy(error)};
      throw error;
    } finally {
      lane.leave(outcome);
    }
  }

  #toldBy(error: ModelError): Told | null {
    const {retryAfterInMs: told, message} = error;
    const waitInMs = obeyedWait(told, this.#retry);
    if (waitInMs === null || isTooLong(told, this.#retry)) return null;
    const probe = isImplausible(told);
    return {waitInMs, reason: probe ? `${message} (it asks for an implausible wait)` : message, probe};
  }

  /** Keeps a failure. Throws where it ends the provider's part. */
  async #note<T>(call: Call<T>, lane: Lane, tried: Tried, error: ModelError): Promise<void> {
    const ending = isTooLong(error.retryAfterInMs, this.#retry)
      ? new WaitTooLong(error, error.retryAfterInMs!, this.#retry.maxToldInMs)
      : error;
    if (error.timedOut) {
      tried.timeouts++;
      tried.begun! += this.#now() - tried.startedAt;
      await call.attempts.onTimeout?.();
    }
    if (error.fatal || ending !== error) {
      if (ending === error && this.#answering.isOfModel(call, error)) this.#answering.end(call, error);
      else lane.close(ending);
      throw ending;
    }
    tried.overloads += isOverload(error) ? 1 : 0;
    tried.failed.push({at: new Date().toISOString(), status: error.status, error: error.message});
  }

  #waitAfter(error: ModelError, {failed, overloads, timeouts, begun}: Tried): number | null {
    if (timeouts >= this.#retry.timeouts) return null;
    return waitBeforeRetry(error, failed.length, overloads, this.#now() - begun!, this.#random, this.#retry);
  }

  async #pause<T>(waitInMs: number, {signal, model}: Call<T>, error: ModelError): Promise<void> {
    const over = this.#flights.wait(model, waitInMs, error.message);
    const {sleep = sleepFor} = this.options;
    await sleep(waitInMs, signal).catch(() => signal?.throwIfAborted());
    over();
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

  /** Tells people something, once. */
  say(line: string): void {
    if (this.#said.has(line)) return;
    this.#said.add(line);
    this.options.log?.(line);
  }

  #sayChanges(model: Model, changes: readonly string[]): void {
    for (const change of changes) this.say(`${model.name} refuses a parameter: ${change}`);
  }

  #laneOf({lane: name, model}: Pick<Call<unknown>, "lane" | "model">): Lane {
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const {max, limitsOf} = this.options;
    const lane = new Lane(limitsOf?.(model) ?? {max}, this.#now);
    this.#lanes.set(name, lane);
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
const sleepFor = (inMs: number, signal: AbortSignal | undefined) => setTimeout(inMs, undefined, {signal});

const readUse = ({usage, pace}: ModelReply): Use => ({
  pace: pace ?? null,
  tokens: (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0)
});
