import type {ModelError} from "./model-error.js";

/** Which model a call is to, and in which lane. */
interface To {
  lane: string;
  model: string;
}

/**
 * Which models of a lane answer, and which never will: an error that is one model's own must not end the others, which
 * share its address and key.
 */
export class Answering {
  readonly #answered = new Map<string, Set<string>>(); // models, by lane
  readonly #ended = new Map<string, ModelError>(); // by lane and model

  answered({lane, model}: To): void {
    const models = this.#answered.get(lane) ?? new Set();
    this.#answered.set(lane, models.add(model));
  }

  /** Throws where a model ended. */
  check(to: To): void {
    const error = this.#ended.get(keyOf(to));
    if (error !== undefined) throw error;
  }

  end(to: To, error: ModelError): void {
    this.#ended.set(keyOf(to), error);
  }

  /** A 404 from a model that answered before is this call's own: gateways answer so while a server restarts. */
  own({lane, model}: To, error: ModelError): ModelError {
    const isKnown = this.#answered.get(lane)?.has(model) ?? false;
    return error.fatal && error.status === 404 && isKnown ? error.asOwn() : error;
  }

  /** Whether a fatal error is about one model: it is not found, or others are answered with the same key. */
  isOfModel({lane, model}: To, {status, unreachable}: ModelError): boolean {
    if (unreachable || status === null) return false;
    return status === 404 || [...(this.#answered.get(lane) ?? [])].some((other) => other !== model);
  }
}

const keyOf = ({lane, model}: To): string => `${lane} ${model}`;
