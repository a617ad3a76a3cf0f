import type {Side} from "../side.js";
import {maxAttributes} from "../extractor.js";

/**
 * Notes a fact: what a sentence says after "The query " or "The response ", and how telling it is (0-100). The most
 * telling facts come first; an index keeps ten of them.
 */
export type Note = (weight: number, fact: string) => void;

/** A fact that holds where a pattern is found. */
export type Rule = readonly [pattern: RegExp, weight: number, fact: string];

/** Notes the facts of the rules that apply to a text. */
export function applyRules(rules: readonly Rule[], text: string, note: Note): void {
  for (const [pattern, weight, fact] of rules) if (pattern.test(text)) note(weight, fact);
}

/** Notes the first rule that applies, of several that exclude each other. */
export function applyFirst(rules: readonly Rule[], text: string, note: Note): boolean {
  const found = rules.find(([pattern]) => pattern.test(text));
  if (found !== undefined) note(found[1], found[2]);
  return found !== undefined;
}

/** The sentences of the most telling facts that `find` notes, at most `max`; facts of one weight keep their order. */
export function collect(side: Side, find: (note: Note) => void, max = maxAttributes): string[] {
  const weights = new Map<string, number>();
  find((weight, fact) => weights.set(fact, Math.max(weight, weights.get(fact) ?? 0)));
  return [...weights]
    .sort(([, a], [, b]) => b - a)
    .slice(0, max)
    .map(([fact]) => `The ${side} ${fact}.`);
}
