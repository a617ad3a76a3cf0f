import {createHash} from "node:crypto";
import type {BatchAnswer} from "../model/batch.js";
import {isBudgetReached, type Budget} from "../model/budget.js";
import {Dispatcher, type AskResult} from "../model/dispatcher.js";
import type {Embedder, Model, ModelReply, ModelRequest, Usage} from "../model/model.js";
import {costOf, worstCostOf, worstCostOfTexts, type Price} from "../model/price.js";
import {seedOf} from "../util/random.js";
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
  again?: boolean; // ask anew, although it is on record: its answer was of no use
}

export interface RecorderOptions {
  dispatcher?: Dispatcher; // defaults to one of its own
  priceOf?: (model: {name: string}) => Price | null; // null: unknown
  budget?: Budget | null;
  elsewhere?: (id: string) => {study: string; record: CallRecord} | undefined; // what other studies were answered
  retry?: boolean; // ask anew what failed before this process
  mayAsk?: (step: string) => boolean; // steps that may make new calls; the others are read from the journal alone
}

/** Asks models through the journal: what was answered before is read, what is asked now is written before it is used. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #dispatcher: Dispatcher;
  readonly #oldSize: number; // records that were there before this process
  asked = 0; // calls made by this process
  replayed = 0; // calls answered by the journal
  cached = 0; // calls answered by the journals of other studies

  constructor(
    readonly journal: Journal,
    options: RecorderOptions = {}
  ) {
    this.#options = options;
    this.#dispatcher = options.dispatcher ?? new Dispatcher();
    this.#oldSize = journal.size;
  }

  /** Whether a call may be asked anew: it was answered before this process, which was told to retry. */
  mayRetry = ({ordinal}: RecordedCall): boolean => this.#options.retry === true && ordinal < this.#oldSize;

  /**
   * Throws when no call of this provider can succeed: aborted, a fatal ModelError (dead key, unknown model), a budget
   * used up, a journal that can't be written. Any other failed call is recorded and returned without a reply.
   */
  async ask(model: Model, request: ModelRequest, {again = false, ...purpose}: Purpose): Promise<RecordedCall> {
    const id = requestId(model, request);
    const ordinal = this.journal.find(id);
    const known = ordinal === undefined ? undefined : this.#recorded(ordinal, this.journal.read(ordinal));
    if (known !== undefined && !this.#asksAnew(known, again)) {
      this.replayed++;
      return known;
    }
    const cached = known === undefined && !model.local ? this.#options.elsewhere?.(id) : undefined;
    if (cached !== undefined) {
      this.cached++;
      const record = {...cached.record, ...purpose, attempts: 0, failed: undefined, cost: 0, from: cached.study};
      return this.#keep({...record, late: undefined});
    }
    this.#checkMayAsk(purpose.step);
    return this.#keep(await this.#ask(model, request, id, purpose, known?.record));
  }

  /** What is on record of a request; undefined when it was never answered. */
  find(model: Model, request: ModelRequest): RecordedCall | undefined {
    const ordinal = this.journal.find(requestId(model, request));
    return ordinal === undefined ? undefined : this.#recorded(ordinal, this.journal.read(ordinal));
  }

  /** Writes down what a batch answered to the request of that id. */
  async keepBatched(model: Model, id: string, purpose: Purpose, answer: BatchAnswer): Promise<void> {
    const reply = "reply" in answer ? answer.reply : null;
    const error = "error" in answer ? answer.error : null;
    const price = this.#priceOf(model);
    const full = reply === null ? 0 : price === null ? null : costOf(reply.usage, price);
    const cost = full === null ? null : full * (price?.batch ?? 1);
    this.asked++;
    await this.#keep(toRecord(model, id, purpose, {reply, error, attempts: 1, cost, latency: null}));
  }

  /** Sets aside what a batch can cost at worst; call the result with what it did cost. */
  async setAside(model: Model, requests: readonly ModelRequest[], {step}: Purpose): Promise<() => void> {
    this.#checkMayAsk(step);
    const {budget = null} = this.#options;
    const price = this.#priceOf(model);
    if (budget === null || price === null) return () => undefined;
    const worst = requests.reduce((sum, request) => sum + worstCostOf(request, price), 0) * (price.batch ?? 1);
    await budget.reserve(worst);
    return () => {
      const costs = requests.map((request) => this.find(model, request)?.record.cost ?? 0);
      budget.settle(worst, costs.reduce((sum, cost) => sum + cost, 0)); // prettier-ignore
    };
  }

  /**
   * Embeds texts in the provider's lane and within the budget, and writes down what it took. The vectors are not on record:
   * the same texts are embedded anew, so keep what comes back. Throws as `ask` does, and where it failed.
   */
  async embed(
    embedder: Embedder,
    texts: string[],
    {step, role}: Purpose,
    signal?: AbortSignal
  ): Promise<{vectors: Float32Array[]; ordinal: number}> {
    const price = this.#priceOf(embedder);
    const worst = embedder.free || price === null ? null : worstCostOfTexts(texts, price);
    let tokens: number | null = null;
    const onTokens = (count: number): void => void (tokens = (tokens ?? 0) + count);
    const costNow = (): number | null => (tokens === null || price === null ? null : costOf(textUsage(tokens), price));
    this.asked++;
    const {answer, error, failed, latency} = await this.#withinBudget(
      worst,
      () => this.#dispatcher.send(embedder.lane, () => embedder.embed(texts, {signal, onTokens}), () => ({pace: null, tokens: tokens ?? 0}), signal), // prettier-ignore
      ({answer}) => (answer === null ? 0 : (costNow() ?? worst!))
    );
    if (answer === null) throw error!;
    const id = createHash("sha256").update(JSON.stringify(["embed", embedder.identity, this.journal.size, texts])).digest("hex").slice(0, 32); // prettier-ignore
    const {name} = embedder;
    const record: CallRecord = {
      ...{v: 1, id, step, role, model: name, answered: null, at: new Date().toISOString(), latency},
      ...{attempts: failed.length + 1, ...(failed.length > 0 && {failed}), stop: "stop", raw: null},
      ...{usage: textUsage(tokens), cost: embedder.free ? 0 : costNow(), text: "", thinking: "", error: null}
    };
    return {vectors: answer, ordinal: await this.journal.append(record)};
  }

  #checkMayAsk(step: string): void {
    if (this.#options.mayAsk?.(step) === false) throw new NotAskedError(step);
  }

  #priceOf(model: {name: string; free: boolean}): Price | null {
    return model.free ? freePrice : (this.#options.priceOf?.(model) ?? null);
  }

  #asksAnew(known: RecordedCall, again: boolean): boolean {
    return this.mayRetry(known) && (again || known.record.error !== null);
  }

  async #ask(
    model: Model,
    request: ModelRequest,
    id: string,
    {step, role}: Purpose,
    before?: CallRecord
  ): Promise<CallRecord> {
    const price = this.#priceOf(model);
    const worst = model.free || price === null ? null : worstCostOf(request, price);
    const {reply, error, failed, latency} = await this.#withinBudget(
      worst,
      () => this.#send(model, resampled(request, before)),
      ({reply}) => (reply === null ? 0 : (costOf(reply.usage, price!) ?? worst!))
    );
    const failures = [...(before?.failed ?? []), ...failed];
    const cost = reply === null ? 0 : price === null ? null : costOf(reply.usage, price);
    return {
      ...toRecord(
        model,
        id,
        {step, role},
        {
          reply,
          error: error?.message ?? null,
          attempts: (before?.attempts ?? 0) + failed.length + (reply === null ? 0 : 1),
          cost: sum(cost, before?.cost ?? 0),
          latency
        }
      ),
      ...(failures.length > 0 && {failed: failures}),
      ...(before !== undefined && {late: true as const})
    };
  }

  /** Sets the worst case aside before the call is sent, and settles after; null: nothing is to be set aside. */
  async #withinBudget<T>(worst: number | null, send: () => Promise<T>, costOf: (sent: T) => number): Promise<T> {
    const {budget = null} = this.#options;
    if (budget === null || worst === null) return send();
    await budget.reserve(worst);
    let cost = 0;
    try {
      const sent = await send();
      cost = costOf(sent);
      return sent;
    } finally {
      budget.settle(worst, cost);
    }
  }

  #send(model: Model, request: ModelRequest): Promise<AskResult> {
    this.asked++;
    return this.#dispatcher.ask(model, request);
  }

  async #keep(record: CallRecord): Promise<RecordedCall> {
    return this.#recorded(await this.journal.append(record), record);
  }

  #recorded(ordinal: number, record: CallRecord): RecordedCall {
    const {answered, stop, raw, usage, text, thinking} = record;
    if (text === null || usage === null) return {ordinal, record, reply: null};
    const unified = stop as ModelReply["stop"]["unified"];
    const reply = {text, thinking: thinking ?? "", stop: {unified, raw}, usage, model: answered ?? ""};
    return {ordinal, record, reply};
  }
}

/** A call that is not on record, of a step that may make no new ones. */
export class NotAskedError extends Error {
  override name = "NotAskedError";

  constructor(readonly step: string) {
    super(`the step ${step} has calls that were not made yet`);
  }
}

/** An answer that was of no use is asked for with another seed; a call that failed, with its own. */
const resampled = (request: ModelRequest, before: CallRecord | undefined): ModelRequest =>
  before === undefined || before.error !== null || request.seed === undefined
    ? request
    : {...request, seed: seedOf(request.seed, "again", before.attempts)};

interface Answered {
  reply: ModelReply | null;
  error: string | null;
  attempts: number;
  cost: number | null;
  latency: number | null;
}

function toRecord(model: Model, id: string, {step, role}: Purpose, answered: Answered): CallRecord {
  const {reply, error, attempts, cost, latency} = answered;
  return {
    v: 1,
    id,
    step,
    role,
    model: model.name,
    answered: reply?.model ?? null,
    at: new Date().toISOString(),
    latency,
    attempts,
    stop: reply?.stop.unified ?? null,
    raw: reply?.stop.raw ?? null,
    ...(reply?.changes && {changes: reply.changes}),
    usage: reply?.usage ?? null,
    cost,
    text: reply?.text ?? null,
    thinking: reply?.thinking ?? null,
    error
  };
}

const textUsage = (tokens: number | null): Usage => ({
  ...{inputTokens: tokens, outputTokens: 0, thinkingTokens: null, cachedTokens: null}
});

const freePrice: Price = {input: 0, output: 0, cached: null};

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** The same model, parameters, prompt and sample (its seed) have the same id, in every study. */
export function requestId(model: Model, request: ModelRequest): string {
  const asked = JSON.stringify([model.identity, request]);
  return createHash("sha256").update(asked).digest("hex").slice(0, 32);
}

/** Whether an error ends one provider's part or the budget, not the whole process's work. */
export const endsOneProvider = (error: unknown): boolean =>
  isBudgetReached(error) || (error instanceof Error && error.name === "ModelError");
