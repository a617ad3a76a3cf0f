import {createHash} from "node:crypto";
import type {ModelError} from "./model-error.js";
import type {ModelRequest} from "./model.js";

const minStreak = 3; // different requests, where none was ever answered
const maxStreak = 50;
const chance = 1e-6; // of stopping a model that refuses some prompts at random

/**
 * How requests to one model with the same parameters fare. A refused request is its own matter, until different ones
 * are refused in a row: then what they share is at fault. How many depends on what was refused before: a run of them
 * must be less likely than one in a million.
 */
export class RefusalStreak {
  #answered = 0;
  #refused = 0; // before the streak
  readonly #streak = new Set<string>(); // by prompt: samples of one prompt are refused together
  #end: ModelError | null = null;

  /** The error that no more requests are to be sent for; null while they may. */
  get end(): ModelError | null {
    return this.#end;
  }

  answered(): void {
    this.#answered++;
    this.#refused += this.#streak.size;
    this.#streak.clear();
  }

  refused(request: ModelRequest, error: ModelError): void {
    if (error.refused === null) return;
    this.#streak.add(promptId(request));
    const count = this.#streak.size;
    if (this.#end !== null || count < this.#limit()) return;
    const none = this.#answered === 0 ? " and none was answered" : "";
    const words = `${count} different requests in a row were refused${none}: ${error.refused}`;
    this.#end = error.asFatal(`${error.message}: ${words}`);
  }

  #limit(): number {
    if (this.#answered === 0) return minStreak;
    const share = (this.#refused + 1) / (this.#answered + this.#refused + 2); // Laplace's rule of succession
    return Math.min(maxStreak, Math.max(minStreak, Math.ceil(Math.log(chance) / Math.log(share))));
  }
}

const minUnreachable = 2; // tries
const maxWaitInMs = 2000;
const maxPages = 20; // in a row

/**
 * Whether an API was ever reached in a lane. Before, a failure to connect means a wrong address, not a bad moment. Nor is
 * it one when nothing but pages and plain text comes any more.
 */
export class Reach {
  #reached = false;
  #tries = 0;
  #pages = 0; // since the last answer of an API
  #begun: number | null = null;

  began(now: number): void {
    this.#begun ??= now;
  }

  answered(): void {
    this.#reached = true;
    this.#pages = 0;
  }

  /** The error as it is, or as one that ends the lane. */
  failed(error: ModelError, now: number): ModelError {
    if (!error.unreachable) {
      if (error.status !== null) this.answered();
      return error;
    }
    this.#pages += error.status === null ? 0 : 1;
    if (this.#pages >= maxPages)
      return error.asFatal(`${error.message}: ${this.#pages} answers in a row were none of an API's`);
    this.#tries++;
    const given = !this.#reached && this.#tries >= minUnreachable && now - this.#begun! >= maxWaitInMs;
    return given ? error.asFatal(`${error.message}: nothing has answered there yet`) : error;
  }
}

/** All of a request but its prompt and its seed: what would be at fault if every prompt were refused. */
export function parametersId({messages: _, seed: __, ...parameters}: ModelRequest): string {
  return JSON.stringify(parameters);
}

const promptId = ({messages}: ModelRequest): string =>
  createHash("sha256").update(JSON.stringify(messages)).digest("base64");
