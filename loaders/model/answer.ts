import type {Connection} from "./connection.js";
import {toModelError} from "./failure.js";
import {isError} from "./is-error.js";
import {countAt, isObject, objectAt, type JsonObject} from "./json.js";
import {ModelError} from "./model-error.js";
import {isHtml, readBody} from "./read-failure.js";

/** The body of an answer with a status of success. Throws a ModelError when the body is an error all the same. */
export function checkAnswer(answer: unknown, connection: Connection): JsonObject {
  if (typeof answer === "string") {
    const words = isHtml(answer) ? "an HTML page, not an API's answer" : "the answer is not JSON";
    throw toModelError({status: 200, words: `${words}: check the address ${connection.baseUrl}`}, connection);
  }
  if (Array.isArray(answer) && isObject(answer[0])) return checkAnswer(answer[0], connection); // as Gemini sends errors
  if (!isObject(answer)) throw noReply("the answer is empty", connection);
  if (isError(answer)) throw toModelError(readBody(statusIn(answer), answer), connection);
  return answer;
}

export const noReply = (words: string, connection: Connection): Error => toModelError({status: 200, words}, connection);

/** The error of an answer that came whole and holds no message: this call's own, not worth another attempt. */
export function noMessage(words: string, {name, provider, model}: Connection): Error {
  const message = `${provider} ${model}: 200: ${words}: only this call fails`;
  return new ModelError(message, {model: name, status: 200, retryable: false, retryAfterInMs: null, fatal: false});
}

/** Gateways put the status they got into the body of their own 200. */
function statusIn(answer: JsonObject): number {
  const code = countAt(objectAt(answer, "error"), "code") ?? countAt(answer, "code");
  return code !== null && code >= 400 && code < 600 ? code : 200;
}
