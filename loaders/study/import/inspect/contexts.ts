import {excerpt} from "../../../../src/shared/excerpt.js";
import type {SpelledContext, Turn} from "../../../step/contexts/context.js";
import {tokensOf} from "../../../step/tokens-in.js";

const maxContexts = 20; // of a probe; more do not group samples

/** What came before the queries of a probe: each system prompt and list of exchanges gets a name. */
export class ImportedContexts {
  readonly #names = new Map<string, string>();
  readonly #contexts = new Map<string, SpelledContext>();

  /** The name of a context; `known` is the one that the log has for it. */
  nameOf(before: {system: string | null; shots: readonly Turn[]}, known: string | null): string {
    const isNone = known === "none" || (before.system === null && before.shots.length === 0);
    if (isNone) return this.#add(known ?? "none", {system: null, shots: []});
    if (known !== null) return this.#add(known, before);
    const key = JSON.stringify([before.system, before.shots]);
    const name = this.#names.get(key);
    if (name !== undefined) return name;
    if (this.#names.size >= maxContexts) return this.#add("others", {system: null, shots: []});
    const next = `context ${this.#names.size + 1}`;
    this.#names.set(key, next);
    return this.#add(next, before);
  }

  #add(name: string, {system, shots}: {system: string | null; shots: readonly Turn[]}): string {
    if (!this.#contexts.has(name)) this.#contexts.set(name, {name, system, shots: [...shots], tokens: 0});
    return name;
  }

  /** All of them with their tokens, the empty one first: it is the baseline. */
  list(): SpelledContext[] {
    const all = [...this.#contexts.values()].map((context) => ({...context, tokens: tokensBefore(context)}));
    return [...all.filter(isEmpty), ...all.filter((context) => !isEmpty(context))];
  }
}

const isEmpty = ({name}: SpelledContext): boolean => name === "none";

function tokensBefore({system, shots}: SpelledContext): number {
  const texts = [...(system === null ? [] : [system]), ...shots.flatMap(({query, response}) => [query, response])];
  return tokensOf(texts.map((content) => ({content: excerpt(content, 100_000)})));
}
