import type {Connection} from "./connection.js";
import {namedParameters} from "./parameters.js";

const tooLong = /context|too (?:long|large)|\btokens?\b/i;

/** What a server said to a request that it refused. */
interface Refusal {
  status: number | null;
  words: string;
  named?: string[]; // all texts of the error's body
}

/** What to change in the study when a model refuses one request after the other with these words. */
export function describeCure({words, status, named = [words]}: Refusal, {baseUrl}: Connection): string {
  const keys = namedParameters(named);
  if (keys.includes("max_tokens") || tooLong.test(words))
    return "lower max_tokens, shorten the prompts, or use a model with a longer context";
  if (keys.length > 0) return `change ${keys.join(", ")} of the role, or leave it out (${keys[0]}: null)`;
  if (status === 405 || /^an HTML page/.test(words)) return `check the address ${baseUrl}`;
  return "change the role's parameters or the model";
}
