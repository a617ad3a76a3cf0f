import {isRefusal, type CallFailure} from "./failure.js";
import {echoKeys, isObject} from "./json.js";
import {readRetryAfter} from "./retry-after.js";
import {anthropicSdk, openAiSdk} from "./sdks.js";
import {waitInBody} from "./told-wait.js";
import {findWireFailure} from "./wire-failure.js";

/** What an error thrown by an SDK, or by reading its answer, says. */
export function readFailure(error: unknown): CallFailure {
  const own = findWireFailure(error);
  if (own !== null) return own;
  if (isTimeout(error)) return {status: null, words: "timed out"};
  if (isApiError(error) && error.status !== undefined) {
    const inHeader = error.headers instanceof Headers ? readRetryAfter(error.headers) : null;
    const body = isObject(error.error) || Array.isArray(error.error) ? error.error : withoutStatus(error.message);
    const failure = readBody(error.status, body);
    return inHeader === null ? failure : {...failure, retryAfterInMs: inHeader};
  }
  if (error instanceof SyntaxError) return {status: 200, words: "the answer is not JSON"};
  return {status: null, words: deepestMessage(error), unreachable: true};
}

const isTimeout = (error: unknown): boolean =>
  [openAiSdk.loaded, anthropicSdk.loaded].some(
    (sdk) => sdk !== undefined && error instanceof sdk.APIConnectionTimeoutError
  );

/** What both SDKs throw where a server answers with an error. */
type ApiError = Error & {status?: number; headers?: unknown; error?: unknown};

const isApiError = (error: unknown): error is ApiError =>
  [openAiSdk.loaded, anthropicSdk.loaded].some((sdk) => sdk !== undefined && error instanceof sdk.APIError);

/** The words and codes of an error body, whatever its shape. A page of HTML is named, not quoted. */
export function readBody(status: number, body: unknown): CallFailure {
  const words = wordsOf(body) ?? (typeof body === "string" ? body : JSON.stringify(body));
  const html = isHtml(words);
  return {
    status,
    words: html ? "an HTML page, not an API's answer" : words,
    codes: codesOf(body),
    retryAfterInMs: html || isRefusal(status) ? null : waitInBody(body),
    named: html ? [] : textsOf(body)
  };
}

export const isHtml = (text: string): boolean =>
  /^\s*<(!doctype|!--|\?xml|html|head|body|title|meta|center|h1|div)/i.test(text);

const maxTextLength = 2000; // longer ones repeat the prompt
const maxTexts = 50;

/** All texts of an error body, which may name a parameter anywhere. */
function textsOf(body: unknown): string[] {
  if (typeof body === "string") return body.length <= maxTextLength ? [body] : [];
  if (typeof body !== "object" || body === null) return [];
  const inner = Object.entries(body).filter(([key]) => !echoKeys.includes(key));
  return inner.flatMap(([, value]) => textsOf(value)).slice(0, maxTexts);
}

const withoutStatus = (message: string): string =>
  message.replace(/^\d{3} (status code \(no body\))?/, "").trim() || "no reason given";

/** The message, wherever it is: {error: {message}}, {error: "..."}, {message}, {detail}, or a list of those. */
function wordsOf(body: unknown): string | null {
  if (typeof body === "string") return body === "" ? null : body;
  if (Array.isArray(body)) return wordsOf(body[0]);
  if (!isObject(body)) return null;
  for (const key of ["error", "message", "detail", "msg"]) {
    const words = wordsOf(body[key]);
    if (words !== null) return words;
  }
  return null;
}

function codesOf(body: unknown): string[] {
  if (Array.isArray(body)) return codesOf(body[0]);
  if (!isObject(body)) return [];
  const own = [body.code, body.type].filter((code) => typeof code === "string");
  return [...own, ...codesOf(body.error)];
}

/** An SDK says "Connection error.": the reason is in its causes. */
function deepestMessage(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  if (deepest instanceof AggregateError && deepest.errors.length > 0) return deepestMessage(deepest.errors[0]);
  return deepest instanceof Error ? deepest.message || deepest.name : String(deepest);
}
