import type {Connection} from "./connection.js";
import {isRefusal, type CallFailure} from "./failure.js";
import {isModelError, type ModelError} from "./model-error.js";
import {namedParameters, quotedParameters, wireKeyOf} from "./parameters.js";
import {readFailure} from "./read-failure.js";

type Body = Record<string, unknown>;

/** How else a parameter can be sent: the body with it, and what to say of it; null when it can't. */
export type OtherForm = (wireKey: string, body: Body) => {body: Body; words: string} | null;

/** What a model is known to refuse, by the key of a role's parameter. */
interface Learned {
  changed: Set<string>; // was answered with another form, or without it
  useless: Set<string>; // refused without it all the same
}

const learnedOf = new Map<string, Learned>(); // of this process, by lane and model

/**
 * Sends bodies in the form that a model takes. A parameter that a refusal names is sent in another form, or left out,
 * and what helped is remembered for the model as long as the process lives.
 */
export class TakenForm {
  readonly #learned: Learned;

  constructor(
    {lane, model, extraBody}: Connection,
    private readonly otherForm: OtherForm = () => null,
    private readonly own: readonly string[] = Object.keys(extraBody) // asked for by name: never touched
  ) {
    const key = `${lane} ${model}`;
    this.#learned = learnedOf.get(key) ?? {changed: new Set(), useless: new Set()};
    learnedOf.set(key, this.#learned);
  }

  /** The body as far as is known; `changes` say what is not as asked. */
  fit<T extends object>(body: T, also: Iterable<string> = []): {body: T; changes: string[]} {
    const changes: string[] = [];
    let fitted = body as Body;
    for (const key of new Set([...this.#learned.changed, ...also])) {
      const changed = this.#change(key, fitted);
      if (changed === null) continue;
      fitted = changed.body;
      changes.push(changed.words);
    }
    return {body: fitted as T, changes};
  }

  /** Sends a body, and again without what is refused; each parameter once. Throws what the last try threw. */
  async send<T extends object, A>(asked: T, send: (body: T) => Promise<A>): Promise<{answer: A; changes: string[]}> {
    const tried = new Set<string>();
    for (;;) {
      const {body, changes} = this.fit(asked, tried);
      try {
        const answer = await send(body);
        for (const key of tried) this.#learned.changed.add(key);
        return {answer, changes};
      } catch (error) {
        const named = this.#namedBy(error);
        for (const key of tried) if (named.includes(key)) this.#learned.useless.add(key);
        const next = named.find((key) => !tried.has(key) && this.#canChange(key, body));
        if (next === undefined) throw error;
        tried.add(next);
      }
    }
  }

  /** Learns from a refusal of an item of a batch; whether the request may be handed in again. */
  learn({status, words, named = [words]}: CallFailure): boolean {
    if (status === null || !isRefusal(status)) return false;
    const keys = quotedParameters(named).filter((key) => !isAboutValue(key, named) && !this.#learned.useless.has(key));
    for (const key of keys) this.#learned.changed.add(key);
    return keys.length > 0;
  }

  #namedBy(error: unknown): string[] {
    const {status, words, named = [words]} = isModelError(error) ? wordsIn(error) : readFailure(error);
    if (status === null || !isRefusal(status)) return [];
    return namedParameters(named).filter((key) => !isAboutValue(key, named));
  }

  #canChange(key: string, body: object): boolean {
    return !this.#learned.useless.has(key) && this.#change(key, body as Body) !== null;
  }

  #change(key: string, body: Body): {body: Body; words: string} | null {
    const wireKey = wireKeyOf(key, body);
    if (wireKey === undefined || this.own.includes(wireKey)) return null;
    const other = this.otherForm(wireKey, body);
    if (other !== null) return other;
    if (key === "max_tokens") return null; // an answer without a limit costs without a limit
    const {[wireKey]: _, ...rest} = body;
    return {body: rest, words: `${wireKey} left out`};
  }
}

/** A gateway puts the refusal of its upstream into an answer: what it says follows the status. */
function wordsIn({status, message}: ModelError): CallFailure {
  const mark = `: ${status}: `;
  const at = message.indexOf(mark);
  return {status, words: at < 0 ? message : message.slice(at + mark.length)};
}

/** A limit that is too high for the prompt or the model is not helped by another name: such errors hold its numbers. */
const isAboutValue = (key: string, texts: readonly string[]): boolean =>
  key === "max_tokens" &&
  texts.some((text) => /(?<![\w.-])-?\d{1,9}(?![\w-]*[a-z])/i.test(text.replace(/\b4\d\d\b/, "")));
