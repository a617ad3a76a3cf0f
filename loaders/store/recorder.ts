import {sum} from "../../src/shared/statistics.js";
import type {Activity} from "../model/activity.js";
import type {BatchAnswer} from "../model/batch.js";
import {Dispatcher, type AskResult, type Attempts} from "../model/dispatcher.js";
import {isModelError} from "../model/model-error.js";
import type {Embedder, Model, ModelReply, ModelRequest} from "../model/model.js";
import {isPause, type Pause} from "../model/pause.js";
import {costOf, worstCostOf} from "../model/price.js";
import {checkUsage} from "../model/usage.js";
import {seedOf} from "../util/random.js";
import type {OpenBatch} from "./batch-log.js";
import {markOf, type CallMark} from "./call-mark.js";
import type {InFlight} from "./in-flight.js";
import type {CallRecord, Journal} from "./journal.js";
import {chargeOfItems} from "./open-budget.js";
import {
  hashOf,
  notRecorded,
  requestId,
  toRecord,
  toRecordedCall,
  type CallPurpose,
  type RecordedCall
} from "./recorded-call.js";
import {chargeOf, SpendMeter, type Spend} from "./spend.js";
import {costOfReply, Spending, type SpendingOptions} from "./spending.js";
import {TextTokens} from "./text-tokens.js";

export interface RecorderOptions extends SpendingOptions {
  dispatcher?: Dispatcher; // defaults to one of its own
  elsewhere?: (id: string) => {study: string; record: CallRecord} | undefined; // answers that other studies have
  retry?: boolean; // ask again what failed before this process
  meter?: SpendMeter; // of what the journal holds so far; defaults to reading it
  /** Told of every call that is answered, from the journal too. */
  onCall?: (model: Model, request: ModelRequest, call: RecordedCall, purpose: CallPurpose) => void;
  inFlight?: InFlight; // where paid requests are noted while they are under way
  mayAsk?: (step: string) => boolean; // steps that may make new calls; the others are read from the journal alone
}

export interface AskAgain {
  again?: boolean; // ask again, although it is on record: its answer could not be used
}

/**
 * Asks models through the journal: a request that was answered before is read from it, a new answer is written to it
 * before it is used.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #dispatcher: Dispatcher;
  readonly #spending: Spending;
  readonly #meter: SpendMeter;
  readonly #oldSize: number; // records that were there before this process
  readonly #held = new Map<string, Pause>(); // steps that make no new calls any more, and why
  asked = 0; // calls made by this process
  replayed = 0; // calls answered by the journal
  cached = 0; // calls answered by the journals of other studies

  constructor(
    readonly journal: Journal,
    options: RecorderOptions = {}
  ) {
    this.#options = options;
    this.#dispatcher = options.dispatcher ?? new Dispatcher();
    this.#spending = new Spending(options);
    this.#meter = options.meter ?? SpendMeter.of(journal);
    this.#oldSize = journal.size;
  }

  /** What its calls do now, for people. */
  activity = (): Activity => this.#dispatcher.activity();

  /** What the calls of the journal took. */
  get spend(): Spend {
    return this.#meter.spend;
  }

  /** New calls of a step throw this from now on; those under way go on. */
  hold(step: string, why: Pause): void {
    this.#held.set(step, why);
  }

  /** Whether a call may be asked again: it was answered before this process, which was told to retry. */
  mayRetry = ({ordinal}: RecordedCall): boolean => this.#options.retry === true && ordinal < this.#oldSize;

  /**
   * Throws when no call of this provider can succeed: aborted, a fatal ModelError (dead key, unknown model), a Pause (a
   * budget used up, a wait too long), a journal that can't be written. Any other failed call is recorded and returned without a reply.
   */
  async ask(model: Model, request: ModelRequest, purpose: CallPurpose & AskAgain): Promise<RecordedCall> {
    const call = await this.#answer(model, request, purpose);
    this.#options.onCall?.(model, request, call, purpose);
    return call;
  }

  async #answer(
    model: Model,
    request: ModelRequest,
    {again = false, ...purpose}: CallPurpose & AskAgain
  ): Promise<RecordedCall> {
    const id = requestId(model, request);
    const known = this.#known(id);
    if (known !== undefined && !this.#isAskedAgain(known, again)) {
      this.replayed++;
      return known;
    }
    const cached = known === undefined && !model.local ? this.#options.elsewhere?.(id) : undefined;
    if (cached !== undefined) {
      this.cached++;
      const record = {...cached.record, ...purpose, attempts: 0, failed: undefined, cost: 0, from: cached.study};
      return this.#keep({...record, worst: undefined, late: undefined});
    }
    this.#checkMayAsk(purpose.step);
    const worstNow = (): number | null => this.#spending.worstOf(model, request);
    const mark = markOf(this.#options.inFlight, model, {id, purpose, worstNow});
    try {
      const kept = await this.#keep(await this.#ask(model, request, id, purpose, mark, known?.record));
      mark.end("recorded");
      return kept;
    } finally {
      mark.end("abandoned"); // where an error ended it
    }
  }

  /** The recorded call of a request; undefined when it was never answered. */
  find(model: Model, request: ModelRequest): RecordedCall | undefined {
    return this.#known(requestId(model, request));
  }

  /** Records the answer of a batch to the request with that id; the request where it is known. */
  async keepBatched(
    model: Model,
    id: string,
    purpose: CallPurpose,
    answer: BatchAnswer,
    request?: ModelRequest
  ): Promise<void> {
    const reply = "reply" in answer ? withChecked(answer.reply, request ?? null) : null;
    const error = "error" in answer ? answer.error : null;
    const price = this.#spending.priceOf(model);
    const share = price?.batch ?? 1;
    const full = costOfReply(reply, price);
    const most = request === undefined ? null : this.#spending.worstOf(model, request);
    const cost = full === null ? null : full * share;
    const worst = most === null ? null : most * share;
    this.asked++;
    await this.#keep(toRecord(model, id, purpose, {reply, error, attempts: 1, cost, worst, latency: null}));
  }

  /**
   * Reserves the worst case of a batch, in US dollars; null where no price is known. `settle` is to be called once the
   * answers are on record, from which it reads the cost. Throws BudgetReached when the budget has no room.
   */
  async setAside(
    model: Model,
    requests: readonly ModelRequest[],
    {step}: CallPurpose
  ): Promise<{worst: number | null; settle: () => void}> {
    this.#checkMayAsk(step);
    const price = this.#spending.priceOf(model);
    if (price === null) return {worst: null, settle: () => undefined};
    const worst = sum(requests.map((request) => worstCostOf(request, price))) * (price.batch ?? 1);
    const settle = await this.#spending.reserve(worst);
    const ids = requests.map((request) => requestId(model, request));
    return {worst, settle: () => settle(chargeOfItems(ids, this.journal))};
  }

  /** The same for a batch that an earlier process submitted: its money is counted already. */
  takeOver({label, items}: OpenBatch): () => void {
    const settle = this.#spending.takeOver(label);
    const before = chargeOfItems(items, this.journal);
    return () => settle(chargeOfItems(items, this.journal) - before);
  }

  /** Tells people something, once. */
  say(line: string): void {
    this.#dispatcher.say(line);
  }

  /**
   * Embeds texts in the provider's lane and within the budget, and records what it took. The vectors are not on record:
   * the same texts are embedded again, so keep the result. Throws as `ask` does, and when the call fails.
   */
  async embed(
    embedder: Embedder,
    texts: string[],
    purpose: CallPurpose,
    signal?: AbortSignal
  ): Promise<{vectors: Float32Array[]; ordinal: number}> {
    const price = this.#spending.priceOf(embedder);
    const worstNow = (): number | null => this.#spending.worstOfTexts(embedder, texts);
    const tokens = new TextTokens(texts);
    const costNow = (): number | null => (price === null ? null : costOf(tokens.usage, price));
    const send = () => embedder.embed(texts, {signal, onTokens: tokens.add});
    const useOf = () => ({pace: null, tokens: tokens.count ?? 0});
    this.asked++;
    const mark = markOf(this.#options.inFlight, embedder, {id: hashOf(texts), purpose, worstNow});
    const sending = this.#spending.within(
      embedder,
      worstNow,
      (attempts) => this.#dispatcher.send(embedder, send, useOf, {...attempts, signal}),
      {
        costOf: ({answer}) => (answer === null ? 0 : (costNow() ?? worstNow() ?? 0)),
        onLost: () => this.#keepLost(embedder, hashOf(texts), purpose, worstNow()),
        marks: mark
      }
    );
    const {answer, error, failed, latency} = await sending.catch((thrown: unknown) => {
      mark.end("abandoned");
      throw thrown;
    });
    if (answer === null) throw error!;
    const id = hashOf(["embed", embedder.identity, this.journal.size, texts]);
    const {name} = embedder;
    const cost = embedder.free ? 0 : costNow();
    const worst = worstNow();
    const {step, role} = purpose;
    const record: CallRecord = {
      ...{v: 1, id, step, role, model: name, answered: null, at: new Date().toISOString(), latency},
      ...{attempts: failed.length + 1, ...(failed.length > 0 && {failed}), stop: "stop", raw: null},
      ...{usage: tokens.usage, cost, ...(cost === null && worst !== null && {worst})},
      ...{text: "", thinking: "", error: null}
    };
    const {ordinal} = await this.#keep(record);
    mark.end("not-billed"); // its record has another id
    return {vectors: answer, ordinal};
  }

  #checkMayAsk(step: string): void {
    if (this.#options.mayAsk?.(step) === false) throw new NotAskedError(step);
    const held = this.#held.get(step);
    if (held !== undefined) throw held;
  }

  #known(id: string): RecordedCall | undefined {
    const ordinal = this.journal.find(id);
    return ordinal === undefined ? undefined : toRecordedCall(ordinal, this.journal.read(ordinal));
  }

  #isAskedAgain(known: RecordedCall, again: boolean): boolean {
    return this.mayRetry(known) && (again || known.record.error !== null);
  }

  async #ask(
    model: Model,
    request: ModelRequest,
    id: string,
    purpose: CallPurpose,
    marks: CallMark,
    before?: CallRecord
  ): Promise<CallRecord> {
    const price = this.#spending.priceOf(model);
    const worstNow = (): number | null => this.#spending.worstOf(model, request);
    const sent = await this.#spending.within(
      model,
      worstNow,
      async (attempts) => checked(await this.#send(model, resampled(request, before), attempts), request),
      {
        costOf: ({reply}) => costOfReply(reply, price) ?? worstNow() ?? 0,
        onLost: () => this.#keepLost(model, id, purpose, worstNow()),
        marks
      }
    );
    const {reply, error, failed, latency} = sent;
    const attempts = (before?.attempts ?? 0) + failed.length + (reply === null ? 0 : 1);
    const own = model.free ? 0 : costOfReply(reply, price);
    const cost = addKnown(own, before === undefined ? 0 : before.cost);
    const most = addKnown(own ?? worstNow(), before === undefined ? 0 : chargeOf(before));
    const failures = [...(before?.failed ?? []), ...failed];
    return {
      ...toRecord(model, id, purpose, {reply, error: error?.message ?? null, attempts, cost, worst: most, latency}),
      ...(failures.length > 0 && {failed: failures}),
      ...(error?.notRecorded && {stop: notRecorded}),
      ...(before !== undefined && {late: true as const})
    };
  }

  #send(model: Model, request: ModelRequest, attempts: Attempts): Promise<AskResult> {
    this.asked++;
    return this.#dispatcher.ask(model, request, attempts);
  }

  /** A request that timed out may have been billed: its worst case is on record, under an id that nothing is found by. */
  async #keepLost(model: {name: string}, id: string, purpose: CallPurpose, worst: number | null): Promise<void> {
    if (worst === null) return;
    const lost = {reply: null, error: "timed out", attempts: 1, cost: null, worst, latency: null};
    await this.#keep(toRecord(model, hashOf(["lost", id, this.journal.size]), purpose, lost));
  }

  async #keep(record: CallRecord): Promise<RecordedCall> {
    const ordinal = await this.journal.append(record);
    this.#meter.add(record);
    return toRecordedCall(ordinal, record);
  }
}

/** A call that is not on record, of a step that may make no new ones. */
export class NotAskedError extends Error {
  override name = "NotAskedError";

  constructor(readonly step: string) {
    super(`the step ${step} has calls that were not made yet`);
  }
}

/** Whether an error ends one provider's part, or pauses the study; not the work of the whole process. */
export const endsOneProvider = (error: unknown): boolean => isPause(error) || isModelError(error);

const withChecked = (reply: ModelReply, request: ModelRequest | null): ModelReply => ({
  ...reply,
  usage: checkUsage(reply.usage, request)
});

const checked = (sent: AskResult, request: ModelRequest): AskResult =>
  sent.reply === null ? sent : {...sent, reply: withChecked(sent.reply, request)};

/** An answer that could not be used is asked for with another seed; a failed call, with its own. */
const resampled = (request: ModelRequest, before: CallRecord | undefined): ModelRequest =>
  before === undefined || before.error !== null || request.seed === undefined
    ? request
    : {...request, seed: seedOf(request.seed, "again", before.attempts)};

/** Sum of two costs; null when either is unknown. */
const addKnown = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);
