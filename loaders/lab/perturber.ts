import type {ModelRequest} from "../model/model.js";
import {pick, shuffle, type Random} from "../util/random.js";
import {createCounterWriter, isCounterTask} from "./counter-writer.js";
import {readPerturbTask} from "./read-prompt.js";
import {Scope} from "./template.js";
import type {World} from "./world.js";

/**
 * Rewords a prompt by small changes that leave its request alone: another opening, a remark, a synonym, other marks.
 */
export function createPerturber(world: World): (request: ModelRequest, random: Random) => string {
  const writeCounterExamples = createCounterWriter(world, (prompt, random) => reword(prompt, world, random));
  return (request, random) => {
    if (isCounterTask(request)) return writeCounterExamples(request, random);
    const {messages} = request;
    const {prompt, count} = readPerturbTask(messages.at(-1)!.content);
    return Array.from({length: count}, (_, i) => {
      const text = reword(prompt, world, random);
      return `<rewording_${i + 1}>${text}</rewording_${i + 1}>`;
    }).join("\n");
  };
}

type Change = (text: string, world: World, random: Random) => string;

const maxChanges = 2;

const layoutLine = /^(Question|Input): /;

/** In a layout, the line that holds the request is reworded, and the layout left as it is. */
function reword(prompt: string, world: World, random: Random): string {
  const lines = prompt.split("\n");
  const at = lines.findIndex((line) => layoutLine.test(line));
  if (at < 0) return change(prompt, world, random);
  const [key] = layoutLine.exec(lines[at]!)!;
  return [
    ...lines.slice(0, at),
    key + change(lines[at]!.slice(key.length), world, random),
    ...lines.slice(at + 1)
  ].join("\n");
}

function change(prompt: string, world: World, random: Random): string {
  const wanted = 1 + Math.floor(random() * maxChanges);
  let text = prompt;
  let done = 0;
  for (const each of shuffle(random, changes)) {
    const next = each(text, world, random);
    if (next !== text) done++;
    text = next;
    if (done === wanted) break;
  }
  return text;
}

const openings = ["A question:", "One more thing:", "I was wondering.", "Quick one.", "Hi again.", "Something else:"];
const closings = ["Many thanks.", "I am curious.", "That is all.", "Thanks for your time.", "I would like to know."];
const synonyms: [RegExp, string][] = [
  [/\band\b/i, "as well as"],
  [/\bthe\b/i, "this"],
  [/\bmatter\b/i, "topic"],
  [/\bcan you\b/i, "could you"],
  [/\bcould you\b/i, "can you"],
  [/\bwhat is\b/i, "what exactly is"],
  [/\bplease\b/i, "kindly"],
  [/\bexactly\s/i, ""]
];

const changes: readonly Change[] = [
  (text, _, random) => `${pick(random, openings)} ${text}`,
  (text, _, random) => `${text} ${pick(random, closings)}`,
  (text, world, random) => (world.background.length > 0 ? `${text} ${remark(world, random)}`.trim() : text),
  (text, _, random) => replaceOne(text, random),
  (text) => text.replace(/\.$/, "!"),
  (text) => text.replace(/, /, " - ")
];

/** Something said beside the request, of the kind that is in prompts of every chunk. */
function remark(world: World, random: Random): string {
  const {effects, entries} = pick(random, world.background);
  const scope = new Scope(random, world.lists);
  for (const [list, entry] of entries) scope.bind(list, entry);
  const said = effects.adds ?? effects.opens;
  return said === null ? "" : scope.say(said);
}

function replaceOne(text: string, random: Random): string {
  const there = synonyms.filter(([pattern]) => pattern.test(text));
  if (there.length === 0) return text;
  const [pattern, by] = pick(random, there);
  return text.replace(pattern, (word) => (/^\p{Lu}/u.test(word) ? by.charAt(0).toUpperCase() + by.slice(1) : by));
}
