import {isRefusal} from "../failure.js";
import {isModelError, type ModelError} from "../model-error.js";

/** What a model makes of a part of a request. */
export interface Ability {
  takes: "yes" | "always" | "no" | "refused" | "unclear"; // always: of thinking, which is not asked for
  why: string | null; // what the answer rests on, or what the server said
}

/** A survey has used up its time. */
export class OutOfTime extends Error {}

/** The result of a check. What the server refuses is a result too; `about` is what its words must then name. */
export async function abilityBy(about: RegExp, check: () => Promise<Ability>): Promise<Ability> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof OutOfTime) return {takes: "unclear", why: "there was no time left to ask"};
    if (!isModelError(error)) throw error;
    const words = serverWords(error);
    const isRefused = error.status !== null && (isRefusal(error.status) || about.test(words));
    return {takes: isRefused ? "refused" : "unclear", why: words};
  }
}

/** An error without the model, which is known. */
export function serverWords({message, status}: ModelError): string {
  const mark = `: ${status ?? "no answer"}: `;
  const at = message.indexOf(mark);
  return at < 0 ? message : message.slice(at + 2);
}
