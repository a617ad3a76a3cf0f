import type {ModelRequest} from "../model/model.js";
import {pick, type Random} from "../util/random.js";
import {readTag} from "./read-prompt.js";
import {renderResponse} from "./respond.js";
import {createSubjects} from "./subjects.js";
import type {World} from "./world.js";

const task = /\bwrite (\d+) counter-examples\b/i;

/** Whether a prompt asks for counter-examples, which the perturber writes too. */
export const isCounterTask = ({messages}: ModelRequest): boolean => task.test(messages.at(-1)!.content);

/** Writes prompts like the quoted one on other subjects, each with a response of a behaviour that no rubric is about. */
export function createCounterWriter(
  world: World,
  reword: (prompt: string, random: Random) => string
): (request: ModelRequest, random: Random) => string {
  const subjects = createSubjects(world.lists);
  const plain = world.behaviours.filter(({rubric}) => rubric === undefined);
  const elsewhere = (prompt: string, random: Random): string => {
    let text = prompt;
    for (const [list, {name}] of subjects.find(prompt)) {
      const other = pick(random, world.lists.get(list)!);
      text = text.replace(new RegExp(escaped(name), "gi"), () => other.name);
    }
    return text;
  };
  return ({messages}, random) => {
    const {content} = messages.at(-1)!;
    const prompt = readTag(content, "query") ?? "";
    const count = Number(task.exec(content)?.[1] ?? 1);
    return Array.from({length: count}, (_, i) => {
      const query = reword(elsewhere(prompt, random), random);
      const response = plain.length === 0 ? "" : renderResponse(pick(random, plain), query, subjects, random);
      return `<query_${i + 1}>${query}</query_${i + 1}>\n<response_${i + 1}>${response}</response_${i + 1}>`;
    }).join("\n");
  };
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
