import type {Random} from "../util/random.js";
import {contentWords, type Subjects} from "./subjects.js";
import {Scope} from "./template.js";
import type {Behaviour} from "./world.js";

const subjectList = "topic"; // the list that stands for what a prompt is about

/** Writes a response of a behaviour, on the subject that the prompt's own words name. */
export function renderResponse({templates}: Behaviour, prompt: string, subjects: Subjects, random: Random): string {
  const scope = new Scope(random, subjects.lists);
  const found = subjects.find(prompt);
  for (const [list, entry] of found) scope.bind(list, entry);
  if (!found.has(subjectList)) {
    const list = subjects.order.find((each) => found.has(each));
    const name = list === undefined ? contentWords(prompt, 2).join(" ") || "this" : found.get(list)!.name;
    scope.bind(subjectList, {name, fields: {...fallback, name: [name]}});
  }
  return scope.say(templates);
}

const fallback = {detail: ["its parts", "its history", "its use"]};
