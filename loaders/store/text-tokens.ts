import {toCount} from "../model/json.js";
import type {Usage} from "../model/model.js";

/** The tokens that a provider reports for texts it embeds, over all requests that were answered. */
export class TextTokens {
  readonly #most: number; // no tokenizer makes more of these texts
  #said: number | null = null;

  constructor(texts: readonly string[]) {
    this.#most = texts.reduce((sum, text) => sum + 2 * Buffer.byteLength(text), 0) + 1000 * texts.length;
  }

  /** Takes what one request reports. */
  add = (count: number): void => void (this.#said = (this.#said ?? 0) + (toCount(count) ?? NaN));

  /** Their number; null when nothing was reported, or nothing that can be. */
  get count(): number | null {
    return this.#said !== null && this.#said <= this.#most ? this.#said : null;
  }

  get usage(): Usage {
    return {inputTokens: this.count, outputTokens: 0, thinkingTokens: null, cachedTokens: null};
  }
}
