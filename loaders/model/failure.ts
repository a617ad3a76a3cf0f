import type {Connection} from "./connection.js";
import {cleanWords} from "./connection.js";
import {ModelError} from "./model-error.js";
import {describeCure} from "./refusal-cure.js";

/** What is known about a failed call. */
export interface CallFailure {
  status: number | null; // null when no answer came
  words: string; // the server's, or of the connection
  codes?: string[]; // the server's names for the problem
  named?: string[]; // all texts of the error's body: one may name a parameter
  retryAfterInMs?: number | null;
  refused?: boolean; // whatever the status says, the same call would fail again: it is not retried
  unreachable?: boolean; // what answered, if anything, is no API
}

interface Verdict {
  retryable: boolean;
  fatal: boolean;
  cure: string | null;
  refused?: string; // the cure if others are refused too
}

const retry: Verdict = {retryable: true, fatal: false, cure: null};

/** The error of a failed call: one line `provider model: status: what: cure`, never with the key in it. */
export function toModelError(failure: CallFailure, connection: Connection): ModelError {
  const {retryable, fatal, cure, refused} = judge(failure, connection);
  const {status, retryAfterInMs = null, unreachable = false} = failure;
  const what = cleanWords(failure.words, connection).replace(/[.:\s]+$/, "") || "no reason given";
  const where = `${connection.provider} ${connection.model}`;
  const message = [where, status ?? "no answer", what, cure].filter((part) => part !== null).join(": ");
  return new ModelError(message, {
    ...{model: connection.name, status, retryable, retryAfterInMs, fatal},
    ...{refused: refused ?? null, unreachable}
  });
}

/**
 * What a failure means. Where the status leaves no doubt, every call would fail; any other 4xx is the call's own, until
 * different ones are refused in a row (health.ts).
 */
function judge(failure: CallFailure, connection: Connection): Verdict {
  const {status} = failure;
  if (failure.refused) return refuse(failure, connection);
  if (status === null) return {...retry, cure: `check the network and the address ${connection.baseUrl}`};
  if (status >= 300 && status < 400) return stop("give that address instead, if it is right");
  if (isSpent(failure)) return stop("the credit is spent: top it up or use another key");
  if (isBadKey(failure)) return stop(keyCure(connection));
  if (status === 404) return unknownModel(connection);
  if (isRefusal(status)) return refuse(failure, connection);
  return retry;
}

/** Whether a status blames the request. 408, 409, 425 and 429 ask for another try. */
export const isRefusal = (status: number): boolean =>
  status === 501 || (status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status));

const stop = (cure: string): Verdict => ({retryable: false, fatal: true, cure});

const unknownModel = ({baseUrl}: Connection): Verdict => {
  const cure = `check the model's name and ${baseUrl}`;
  return {...stop(`unknown model or address: ${cure}`), refused: cure};
};

const refuse = (failure: CallFailure, connection: Connection): Verdict => ({
  retryable: false,
  fatal: false,
  cure: null,
  refused: failure.status === 403 ? keyCure(connection) : describeCure(failure, connection)
});

const keyCure = ({keyVariable}: Connection): string =>
  keyVariable === null ? "name the key's environment variable as the role's key" : `check ${keyVariable}`;

const isSpent = ({status, codes = [], words}: CallFailure): boolean =>
  status === 402 || codes.includes("insufficient_quota") || /credit balance is too low/i.test(words);

const keyWords = /\b(?:api[ _-]?keys?|permissions?|authenticat\w+|authori[sz]\w+|credentials?|access token)\b/i;

/** Some providers answer a bad key with 400. With 403 some mean a prompt: only words about a key leave no doubt. */
const isBadKey = ({status, codes = [], words}: CallFailure): boolean =>
  status === 401 ||
  (status === 403 && keyWords.test([words, ...codes].join(" ").replaceAll("_", " "))) ||
  (status === 400 && /api key (not valid|expired)|(incorrect|invalid) api key/i.test(words));
