import type {ModelRequest} from "../model/model.js";
import {readCruxTask} from "./read-prompt.js";
import type {World} from "./world.js";

const chosen = 3;

/**
 * Chooses the attributes that the rubric of its prompt is about: those of a behaviour that the rubric grades, then
 * others.
 */
export function createCruxChooser({spec}: World): (request: ModelRequest) => string {
  const graded = new Map<string, Set<string>>();
  for (const {rubric, attributes = []} of Object.values(spec.behaviours)) {
    if (rubric === undefined) continue;
    graded.set(rubric, new Set([...(graded.get(rubric) ?? []), ...attributes]));
  }
  return ({messages}) => {
    const task = readCruxTask(messages.at(-1)!.content);
    if (task === undefined) return "There is no rubric and no list of attributes here.";
    const wanted = graded.get(task.rubric) ?? new Set();
    const places = [...task.attributes.keys()];
    const sorted = places.sort(
      (a, b) => Number(wanted.has(task.attributes[b]!)) - Number(wanted.has(task.attributes[a]!)) || a - b
    );
    const fitting = sorted.filter((place) => wanted.has(task.attributes[place]!));
    const choice = fitting.length > 0 ? fitting : sorted;
    return `<crux>${choice
      .slice(0, chosen)
      .map((place) => place + 1)
      .join(", ")}</crux>`;
  };
}
