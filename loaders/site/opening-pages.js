// Plain JavaScript: Framework's process reads it. Which pages of a preview are just being opened, and when what they show
// may change.

import {performance} from "node:perf_hooks";

const longestOpeningInMs = 10_000; // a page that has not said that it is there by then never does
const settlingInMs = 2000; // a page is compared with its state on the server a little after it says that it is there
const atMostEveryInMs = 5000; // a page runs its code again whenever its data changes

/**
 * When the versions of data that pages show may move on. Not while a page is being opened: Framework reloads a page whose
 * data changed meanwhile, and a study that writes often would keep a page from ever being there. And not too often.
 */
export class OpeningPages {
  /** @type {number[]} when each will be there at the latest */
  #until = [];
  #movedAt = -Infinity;
  beforeOpening = () => {}; // called when a page is asked for and no other is being opened

  /** @param {() => number} now In ms. */
  constructor(now = () => performance.now()) {
    this.now = now;
  }

  /** A page was asked for. */
  opens() {
    if (!this.isOpening) this.beforeOpening();
    this.#until.push(this.now() + longestOpeningInMs);
  }

  /** A page is there: the one that was asked for first, as far as can be told. */
  isThere() {
    this.#until.shift();
    this.#until.unshift(this.now() + settlingInMs);
  }

  /** Whether a page is being opened. */
  get isOpening() {
    this.#until = this.#until.filter((until) => until > this.now());
    return this.#until.length > 0;
  }

  /** Whether pages may be shown newer data now. */
  get mayMove() {
    return !this.isOpening && this.now() - this.#movedAt >= atMostEveryInMs;
  }

  /** Pages are shown newer data. */
  moved() {
    this.#movedAt = this.now();
  }
}

export const openingPages = new OpeningPages();
