import {hash} from "node:crypto";
import type {Model, ModelReply, ModelRequest} from "../model/model.js";
import {checkUsage} from "../model/usage.js";
import type {CallRecord} from "./journal.js";

/** A call that is on record: its reply, or why there is none. */
export interface RecordedCall {
  ordinal: number; // in the journal
  record: CallRecord;
  reply: ModelReply | null; // null when the call failed
}

/** The stop reason of a call to a recorded model that has no answer to the prompt. */
export const notRecorded = "not-recorded";

/** What a call is for. */
export interface CallPurpose {
  step: string;
  role: string;
}

/** How a call ended, in the terms of a record. */
export interface CallOutcome {
  reply: ModelReply | null;
  error: string | null;
  attempts: number;
  cost: number | null; // US dollars; null when unknown
  worst: number | null; // US dollars that it cost at most; null when no price is known
  latency: number | null; // ms
}

/** Hash of any JSON value, as ids of requests are. */
export const hashOf = (value: unknown): string => hash("sha256", JSON.stringify(value), "hex").slice(0, 32);

/** The same model, parameters, prompt and sample (its seed) have the same id, in every study. */
export const requestId = (model: Model, request: ModelRequest): string => hashOf([model.identity, request]);

/** The record of a call that ended just now. */
export function toRecord(
  model: {name: string},
  id: string,
  {step, role}: CallPurpose,
  outcome: CallOutcome
): CallRecord {
  const {reply, error, attempts, cost, worst, latency} = outcome;
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
    ...(cost === null && worst !== null && {worst}),
    text: reply?.text ?? null,
    thinking: reply?.thinking ?? null,
    error
  };
}

/** The call that a record is of, with its reply put together again; what no provider can have used is unknown. */
export function toRecordedCall(ordinal: number, written: CallRecord): RecordedCall {
  const record = {...written, usage: written.usage && checkUsage(written.usage, null)};
  const {answered, stop, raw, usage, text, thinking} = record;
  if (text === null || usage === null) return {ordinal, record, reply: null};
  const unified = stop as ModelReply["stop"]["unified"];
  const reply = {text, thinking: thinking ?? "", stop: {unified, raw}, usage, model: answered ?? ""};
  return {ordinal, record, reply};
}
