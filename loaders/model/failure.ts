import type {Connection} from "./connection.js";
import {cleanWords} from "./connection.js";
import {ModelError} from "./model-error.js";

/** What is known about a failed call. */
export interface CallFailure {
  status: number | null; // null when no answer came
  words: string; // the server's, or of the connection
  codes?: string[]; // the server's names for the problem
  retryAfterInMs?: number | null;
}

interface Verdict {
  retryable: boolean;
  fatal: boolean;
  cure: string | null;
}

const retry: Verdict = {retryable: true, fatal: false, cure: null};

/** The error of a failed call: one line `provider model: status: what: cure`, never with the key in it. */
export function toModelError(failure: CallFailure, connection: Connection): ModelError {
  const {retryable, fatal, cure} = judge(failure, connection);
  const {status, retryAfterInMs = null} = failure;
  const what = cleanWords(failure.words, connection).replace(/[.:\s]+$/, "") || "no reason given";
  const where = `${connection.provider} ${connection.model}`;
  const message = [where, status ?? "no answer", what, cure].filter((part) => part !== null).join(": ");
  return new ModelError(message, {model: connection.name, status, retryable, retryAfterInMs, fatal});
}

function judge(failure: CallFailure, connection: Connection): Verdict {
  const {status} = failure;
  if (status === null) return {...retry, cure: `check the network and the address ${connection.baseUrl}`};
  if (isSpent(failure)) return stop("the credit is spent: top it up or use another key");
  if (isAboutOnePrompt(failure)) return {retryable: false, fatal: false, cure: "only this call fails"};
  if (isBadKey(failure)) return stop(keyCure(connection));
  if (status === 404) return stop(`unknown model or address: check the model's name and ${connection.baseUrl}`);
  if (status === 400 || status === 422) return stop("change the role's parameters or the model");
  if (status === 413) return {retryable: false, fatal: false, cure: "the prompt is too long"};
  if (status < 400 || status >= 500 || [408, 409, 429].includes(status)) return retry;
  return {retryable: false, fatal: false, cure: null};
}

const stop = (cure: string): Verdict => ({retryable: false, fatal: true, cure});

const keyCure = ({keyVariable}: Connection): string =>
  keyVariable === null ? "name the key's environment variable as the role's key" : `check ${keyVariable}`;

const isSpent = ({status, codes = [], words}: CallFailure): boolean =>
  status === 402 || codes.includes("insufficient_quota") || /credit balance is too low/i.test(words);

/** Some providers answer a bad key with 400. */
const isBadKey = ({status, words}: CallFailure): boolean =>
  status === 401 ||
  status === 403 ||
  (status === 400 && /api key (not valid|expired)|(incorrect|invalid) api key/i.test(words));

const promptCodes = ["content_filter", "content_policy_violation", "invalid_prompt", "context_length_exceeded"];
const promptWords =
  /prompt is too long|context length|content filter|usage (policy|policies|guidelines)|input was flagged/i;

/** A prompt that is refused or too long says nothing about the next one: the study continues. */
const isAboutOnePrompt = ({status, codes = [], words}: CallFailure): boolean =>
  status !== null &&
  [400, 403, 422].includes(status) &&
  (codes.some((code) => promptCodes.includes(code)) || promptWords.test(words));
