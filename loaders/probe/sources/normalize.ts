import {placed, within, type StudyFacts} from "../place.js";
import type {PlainPrompt, ProbeSource} from "../settings.js";
import type {ProbeInput} from "../spec.js";
import {checkedTemplate} from "./grid-template.js";
import {allSources, isKeyed} from "./registry.js";

/** The prompts of a probe, and the keyed source's name where they come from one. */
export function normalizePrompts(input: ProbeInput, facts: StudyFacts): {source: ProbeSource; keyed: string | null} {
  const keyed = keyedSource(input, facts);
  if (keyed !== undefined) return {source: keyed.normalize(input, facts), keyed: keyed.name};
  const source = input.prompts!(within(facts, ["prompts"]));
  return {source: Array.isArray(source) ? withExpected(withOwnItems(source), input, facts) : source, keyed: null};
}

/** The source whose own key a probe has; undefined: it has `prompts`. Throws when it has both, or neither. */
function keyedSource(input: ProbeInput, {errorAt}: StudyFacts) {
  const all = allSources().filter(isKeyed);
  const has = (key: string): boolean => (input as Record<string, unknown>)[key] !== undefined;
  const [chosen, ...more] = all.filter(({name}) => has(name));
  if (more.length > 0 || (chosen === undefined) === (input.prompts === undefined))
    throw errorAt(["name"], `expected either prompts or ${all.map(({name}) => `a ${name}`).join(" or ")}`);
  for (const {name, keys} of all.filter((source) => source !== chosen)) {
    const alone = Object.keys(keys).find(has);
    if (alone !== undefined) throw errorAt([alone], `goes with a ${name}`);
  }
  return chosen;
}

/** Prompts are told apart by their items: where two are alike, all get numbers. */
function withOwnItems(prompts: PlainPrompt[]): PlainPrompt[] {
  if (new Set(prompts.map(({item}) => item)).size === prompts.length) return prompts;
  return prompts.map((prompt, i) => ({...prompt, item: String(i + 1)}));
}

function withExpected(prompts: PlainPrompt[], {expected: key}: ProbeInput, facts: StudyFacts): PlainPrompt[] {
  if (key === undefined) return prompts;
  const expected = placed(facts, ["expected"], () => checkedTemplate(key, [])).fill({});
  return prompts.map((prompt) => ({...prompt, expected: prompt.expected ?? expected}));
}
