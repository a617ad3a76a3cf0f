import {setTimeout as sleep} from "node:timers/promises";
import {inParts, type BatchApi} from "../model/batch.js";
import {isModelError} from "../model/model-error.js";
import type {Model, ModelRequest} from "../model/model.js";
import {defaultRetry, isOverload, isTooLong, waitBeforeRetry, type RetryPolicy} from "../model/retry.js";
import {WaitTooLong} from "../model/wait-too-long.js";
import {seedOf} from "../util/random.js";
import type {BatchLog, OpenBatch} from "./batch-log.js";
import {requestId, type CallPurpose, type RecordedCall} from "./recorded-call.js";
import type {Recorder} from "./recorder.js";

export interface ManyOptions {
  log: BatchLog;
  pollInMs?: number; // between two polls of a batch (default 30,000)
  retry?: RetryPolicy; // of submitting and polling
  signal?: AbortSignal; // ends the wait; the batches go on, and are found again
}

interface CollectOptions extends ManyOptions {
  requests: ReadonlyMap<string, ModelRequest>; // by id; a batch of another process may hold others
}

const rounds = 3; // batches that a request is submitted in, at most; then it is asked by itself

/**
 * Asks one model many requests that can wait: in batches where its provider has them, else one by one. What is on
 * record is not asked; a batch of a process that was killed is collected, not submitted again; expired and failed items
 * are submitted again. Throws as `Recorder.ask` does. Calls in the order of the requests.
 */
export async function askMany(
  recorder: Recorder,
  model: Model,
  requests: readonly ModelRequest[],
  purpose: CallPurpose,
  manyOptions: ManyOptions
): Promise<RecordedCall[]> {
  const {batch: api} = model;
  if (api !== undefined) {
    const byId = new Map(requests.map((request) => [requestId(model, request), request]));
    const options = {...manyOptions, requests: byId};
    for (const open of options.log.open(model.identity)) {
      const settle = recorder.takeOver(open);
      await collect(recorder, model, api, open, options).finally(settle);
    }
    for (let round = 0; round < rounds; round++) {
      const left = requests.filter((request) => recorder.find(model, request) === undefined);
      if (left.length === 0) break;
      const parts = inParts(left, api, (request) => Buffer.byteLength(JSON.stringify(request)));
      await Promise.all(parts.map((part) => submit(recorder, model, api, part, purpose, options)));
    }
  }
  return Promise.all(requests.map((request) => recorder.find(model, request) ?? recorder.ask(model, request, purpose)));
}

async function submit(
  recorder: Recorder,
  model: Model,
  api: BatchApi,
  requests: readonly ModelRequest[],
  purpose: CallPurpose,
  options: CollectOptions
): Promise<void> {
  const {step, role} = purpose;
  const {worst, settle} = await recorder.setAside(model, requests, purpose);
  try {
    const items = requests.map((request) => ({id: requestId(model, request), request}));
    const at = new Date().toISOString();
    const label = `surfturf-${seedOf(at, ...items.map(({id}) => id)).toString(36)}`;
    const ids = items.map(({id}) => id);
    const money = worst === null ? {} : {worst};
    options.log.write({kind: "intent", label, model: model.identity, items: ids, step, role, at, ...money});
    const batch = await persist(options, async (again) => {
      const there = again ? await api.find(label, ids, new Date(at)) : null; // an answer that was lost on its way
      return there ?? (await api.submit(items, label));
    });
    options.log.write({kind: "submitted", label, batch});
    const open = {label, model: model.identity, batch, items: ids, step, role, at};
    await collect(recorder, model, api, open, options);
  } finally {
    settle();
  }
}

/** Waits for a batch and writes its answers to the journal. */
async function collect(
  recorder: Recorder,
  model: Model,
  api: BatchApi,
  {label, batch, items, step, role, at}: OpenBatch,
  options: CollectOptions
): Promise<void> {
  const name = batch ?? (await persist(options, () => api.find(label, items, new Date(at))));
  if (name !== null) {
    while (!(await persist(options, () => api.isDone(name)))) await pause(options.pollInMs ?? 30_000, options);
    await persist(options, async () => {
      const wanted = new Set(items.filter((id) => recorder.journal.find(id) === undefined));
      let unreadable = 0;
      for await (const {id, ...answer} of api.results(name)) {
        if (id === "") unreadable++;
        if (!wanted.delete(id) || ("again" in answer && answer.again)) continue;
        await recorder.keepBatched(model, id, {step, role}, answer, options.requests.get(id));
      }
      if (unreadable > 0) recorder.say(describeGaps(name, unreadable, wanted.size));
    });
  }
  options.log.write({kind: "collected", label});
}

const describeGaps = (batch: string, unreadable: number, unanswered: number): string =>
  `${count(unreadable, "line")} of the results of batch ${batch} can't be read: ` +
  `${count(unanswered, "request")} without an answer ${unanswered === 1 ? "is" : "are"} asked again`;

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

async function pause(inMs: number, {signal}: ManyOptions): Promise<void> {
  await sleep(inMs, undefined, {signal}).catch(() => undefined);
  signal?.throwIfAborted();
}

const maxToldOf = ({retry = defaultRetry}: ManyOptions): number => retry.maxToldInMs;

/** Does it again when the provider or the network fails, as a single call would be. */
async function persist<T>(options: ManyOptions, act: (again: boolean) => Promise<T>): Promise<T> {
  const begun = performance.now();
  for (let failures = 1; ; failures++) {
    try {
      return await act(failures > 1);
    } catch (error) {
      if (!isModelError(error)) throw error;
      const overloads = isOverload(error) ? failures : 0;
      const told = error.retryAfterInMs;
      if (isTooLong(told, options.retry)) throw new WaitTooLong(error, told!, maxToldOf(options));
      const wait = waitBeforeRetry(error, failures, overloads, performance.now() - begun, Math.random, options.retry);
      if (wait === null) throw error;
      await pause(wait, options);
    }
  }
}
