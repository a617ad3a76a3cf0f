import {noContext, type ContextSettings} from "../step/contexts/context.js";
import {normalizeContexts as normalizeEach} from "../step/contexts/normalize.js";
import type {NamedContextInput} from "../step/contexts/spec.js";
import {placed, type StudyFacts} from "./place.js";

/** The contexts of a probe, after the baseline `none`. A context with several numbers of shots is as many contexts. */
export function normalizeContexts(inputs: readonly NamedContextInput[], facts: StudyFacts): ContextSettings[] {
  const named = inputs.filter((input) => !(input.name === "none" && Object.keys(input).length === 1));
  const contexts = named.flatMap((input, i) => placed(facts, ["contexts", i], () => normalizeEach(input, facts)));
  const taken = contexts.find(
    ({name}, i) => name === "none" || contexts.findIndex((other) => other.name === name) !== i
  );
  if (taken !== undefined) throw facts.errorAt(["contexts"], `the name ${taken.name} is taken: give each its own`);
  return [noContext, ...contexts];
}
