import type {ContextSettings} from "../step/contexts/context.js";
import type {Rubric} from "../util/rubric.js";

export {placed} from "../step/placed.js";

/** What the normal form of a probe is made with; `errorAt` places a problem at the line of its key. */
export interface StudyFacts {
  file: string; // study file: paths are relative to it
  rubrics: readonly Rubric[];
  targets: readonly string[];
  hasSearch: boolean;
  searchContext: ContextSettings | null; // what its search asks queries after
  lab: boolean; // whether the lab is one of its models: its chunks can be shots
  errorAt(path: readonly PropertyKey[], message: string): Error;
}

/** The same facts, with a path before the path of every error. */
export const within = (facts: StudyFacts, before: readonly PropertyKey[]): StudyFacts => ({
  ...facts,
  errorAt: (path, message) => facts.errorAt([...before, ...path], message)
});
