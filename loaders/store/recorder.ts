import {createHash} from "node:crypto";
import {isModelError} from "../model/model-error.js";
import type {Model, ModelReply, ModelRequest} from "../model/model.js";
import type {CallRecord, Journal} from "./journal.js";

/** A call that is on record: its reply, or why there is none. */
export interface RecordedCall {
  ordinal: number; // in the journal
  record: CallRecord;
  reply: ModelReply | null; // null when the call failed
}

export interface Purpose {
  step: string;
  role: string;
}

/** Runs a call when the provider has room for it. */
export type Limit = <T>(model: Model, call: () => Promise<T>) => Promise<T>;

export interface RecorderOptions {
  limit?: Limit; // defaults to no limit
  signal?: AbortSignal;
  now?: () => number; // ms; for tests
}

/** Asks models through the journal: what was answered before is read, what is asked now is written before it is used. */
export class Recorder {
  readonly #limit: Limit;
  readonly #signal: AbortSignal | undefined;
  readonly #now: () => number;
  asked = 0; // calls made by this process
  replayed = 0; // calls answered by the journal

  constructor(
    readonly journal: Journal,
    {limit = (_model, call) => call(), signal, now = Date.now}: RecorderOptions = {}
  ) {
    this.#limit = limit;
    this.#signal = signal;
    this.#now = now;
  }

  /**
   * Throws when the study can't go on: aborted, a fatal ModelError (dead key, unknown model), a journal that can't be
   * written. Any other failed call is recorded and returned without a reply.
   */
  async ask(model: Model, request: ModelRequest, purpose: Purpose): Promise<RecordedCall> {
    const id = requestId(model.name, request, purpose);
    const known = this.journal.find(id);
    if (known !== undefined) {
      this.replayed++;
      return this.#recorded(known, this.journal.read(known));
    }
    return this.#limit(model, async () => {
      this.#signal?.throwIfAborted();
      this.asked++;
      const record = await this.#call(id, model, request, purpose);
      return this.#recorded(await this.journal.append(record), record);
    });
  }

  async #call(id: string, model: Model, request: ModelRequest, {step, role}: Purpose): Promise<CallRecord> {
    const start = this.#now();
    const latency = () => (model.local ? null : this.#now() - start);
    const at = new Date(start).toISOString();
    const base = {v: 1, id, step, role, model: model.name} as const;
    try {
      const {model: answered, stop, usage, text, thinking} = await model.ask(request, {signal: this.#signal});
      const rest = {answered, at, latency: latency(), attempts: 1, stop: stop.unified, raw: stop.raw};
      return {...base, ...rest, usage, cost: model.free ? 0 : null, text, thinking, error: null};
    } catch (error) {
      if (this.#signal?.aborted || !isModelError(error) || error.fatal) throw error;
      const rest = {answered: null, at, latency: latency(), attempts: 1, stop: null, raw: null, usage: null};
      return {...base, ...rest, cost: 0, text: null, thinking: null, error: error.message};
    }
  }

  #recorded(ordinal: number, record: CallRecord): RecordedCall {
    const {answered, stop, raw, usage, text, thinking} = record;
    if (text === null || usage === null) return {ordinal, record, reply: null};
    const unified = stop as ModelReply["stop"]["unified"];
    const reply = {text, thinking: thinking ?? "", stop: {unified, raw}, usage, model: answered ?? ""};
    return {ordinal, record, reply};
  }
}

function requestId(model: string, request: ModelRequest, {step, role}: Purpose): string {
  const asked = JSON.stringify([step, role, model, request]);
  return createHash("sha256").update(asked).digest("hex").slice(0, 32);
}
