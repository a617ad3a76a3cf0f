import {Thread} from "../../util/thread.js";
import {UserError} from "../../util/user-error.js";
import {within} from "../../util/within.js";

export interface PatternOptions {
  limitInMs?: number; // for a part of the texts; defaults to 20 s, a thousand times what a part takes
  signal?: AbortSignal;
}

const partLength = 1_000_000; // characters of the texts that are looked at in one call

/**
 * Patterns of a user, run in a thread of their own: one that backtracks without end is stopped, and this thread can be
 * interrupted meanwhile. Close it at the end.
 */
export class Patterns {
  #thread: Thread | null = null;

  constructor(
    private readonly sources: readonly string[],
    private readonly options: PatternOptions = {}
  ) {}

  get isEmpty(): boolean {
    return this.sources.length === 0;
  }

  /** Those of the texts that a pattern matches. Throws a UserError when a pattern takes too long. */
  async matching(texts: Iterable<string>): Promise<Set<string>> {
    const found = new Set<string>();
    if (this.isEmpty) return found;
    for (const part of inParts(new Set(texts))) {
      const matches = await this.#call<boolean[]>("test", {texts: part});
      part.forEach((text, i) => matches[i] && found.add(text));
    }
    return found;
  }

  /** The texts with whatever a pattern matches replaced. Throws as `matching` does. */
  async replaceIn(texts: readonly string[], by: string): Promise<string[]> {
    return this.isEmpty ? [...texts] : this.#call("replace", {texts, by});
  }

  async close(): Promise<void> {
    await this.#thread?.close();
  }

  async #call<T>(method: string, argument: object): Promise<T> {
    const {limitInMs = 20_000, signal} = this.options;
    this.#thread ??= new Thread(new URL("./pattern-worker.ts", import.meta.url));
    const answer = this.#thread.call<T>(method, {patterns: this.sources, ...argument});
    const value = await within(answer, {limitInMs, signal});
    if (value !== null) return value;
    throw new UserError(
      `a pattern took longer than ${limitInMs / 1000} s over a part of the texts: simplify it; nested repetition such as ` +
        "(a+)+ takes forever",
      {key: "--mask"}
    );
  }
}

function* inParts(texts: Iterable<string>): Generator<string[]> {
  let part: string[] = [];
  let length = 0;
  for (const text of texts) {
    part.push(text);
    if ((length += text.length) < partLength) continue;
    yield part;
    [part, length] = [[], 0];
  }
  if (part.length > 0) yield part;
}
