// Plain JavaScript: Framework's process reads it. The preview's server makes the modules of a page again for every page
// that is opened: some eighty requests, each of which it compiles. They are kept here.
import {createHash} from "node:crypto";

const bundled = /^\/_observablehq\/[^?]*\.js$/; // part of Framework: it stays as it is while the preview runs
const named = /^\/_import(\/[^?]*\.js)\?sha=([0-9a-f]{64})$/; // by what it says, and all that it imports

/**
 * @typedef {{body: string | Uint8Array, tag: string, type: string}} Kept
 */

export class KeptAnswers {
  /** @type {Map<string, Kept>} by address */
  #kept = new Map();
  #bytes = 0;

  /**
   * Whether a module, by its path, is what its address says: it may have been edited since the address was made.
   *
   * @type {(path: string, hash: string) => boolean}
   */
  isAsNamed = () => true;

  /** @param {number} mostBytes Of all bodies; the oldest go first. */
  constructor(mostBytes = 50_000_000) {
    this.mostBytes = mostBytes;
  }

  /**
   * Answers a request with what was kept; returns false when there is nothing.
   *
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} answer
   */
  answer({method, url = "", headers}, answer) {
    const kept = method === "GET" ? this.#kept.get(url) : undefined;
    if (kept === undefined) return false;
    answer.setHeader("Content-Type", kept.type);
    answer.setHeader("ETag", kept.tag);
    answer.setHeader("Cache-Control", named.test(url) ? "public, max-age=31536000, immutable" : "no-cache");
    if (headers["if-none-match"] === kept.tag) answer.writeHead(304).end();
    else answer.end(kept.body);
    return true;
  }

  /**
   * Keeps an answer that is about to be sent, where it always is the same.
   *
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} answer
   * @param {unknown} body
   */
  keep({method, url = ""}, answer, body) {
    if (method !== "GET" || answer.statusCode !== 200 || !this.#isAlwaysTheSame(url)) return;
    if (typeof body !== "string" && !(body instanceof Uint8Array)) return;
    const tag = `"${createHash("sha256").update(body).digest("base64")}"`;
    this.#bytes -= this.#kept.get(url)?.body.length ?? 0; // two requests at once are both answered
    this.#kept.set(url, {body, tag, type: String(answer.getHeader("Content-Type"))});
    this.#bytes += body.length;
    for (const [oldest, {body}] of this.#kept) {
      if (this.#bytes <= this.mostBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= body.length;
    }
  }

  /** @param {string} url */
  #isAlwaysTheSame(url) {
    const [, path, hash] = named.exec(url) ?? [];
    return path === undefined ? bundled.test(url) : this.isAsNamed(decodeURI(path), hash ?? "");
  }
}

export const keptAnswers = new KeptAnswers();
