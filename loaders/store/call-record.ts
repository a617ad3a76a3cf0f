import type {FailedAttempt} from "../model/dispatcher.js";
import type {Usage} from "../model/model.js";

/** One model call, as it is in the journal: a line of JSON, written before its result is used. */
export interface CallRecord {
  v: 1;
  id: string; // hash of what was asked: the same request is never asked twice
  step: string;
  role: string;
  model: string; // asked, as provider:model
  answered: string | null; // the model that says it answered
  at: string; // ISO date
  latency: number | null; // ms; null for the in-process lab
  attempts: number; // requests sent, those of earlier retries included; 0 when another study had the answer
  failed?: FailedAttempt[]; // the requests that failed; absent when none did
  from?: string; // the study whose journal had the answer; absent when asked here
  late?: true; // asked again after its iteration was over (--retry unscored): it no longer steers that search
  stop: string | null; // unified stop reason
  raw: string | null; // the provider's own word for it
  changes?: string[]; // what of the request was not sent as asked, since the model refuses it
  usage: Usage | null;
  cost: number | null; // US dollars; null when the price is unknown, or what it took
  worst?: number; // US dollars it can have cost at most; only where what it took is not known but the price is
  text: string | null; // null when the call failed
  thinking: string | null;
  error: string | null; // why it failed; one line, never a key
}
