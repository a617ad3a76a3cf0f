import type {ModelRequest} from "../model/model.js";
import {pick, shuffle, type Random} from "../util/random.js";
import {createNotice, type Notice} from "./notice.js";
import {readExtractTask} from "./read-prompt.js";
import type {World} from "./world.js";

const maxAttributes = 10;
const wordings = 2; // in which one feature is told: a writer of ten sentences repeats itself

/** Writes attributes of the query or the response that its prompt quotes, from that text alone; some it misses. */
export function createExtractor(world: World): (request: ModelRequest, random: Random) => string {
  const notice = createNotice(world);
  return ({messages}, random) => {
    const task = readExtractTask(messages.at(-1)!.content);
    if (task === undefined) return "There is no query and no response here to describe.";
    const all =
      task.side === "query" ? ofQuery(notice, task.text, random) : ofResponse(world, notice, task.text, random);
    const kept = all.filter(() => random() >= world.spec.writer.drop);
    return [...new Set(kept)]
      .slice(0, maxAttributes)
      .map((sentence, i) => `${i + 1}. ${sentence}`)
      .join("\n");
  };
}

function ofQuery(notice: Notice, text: string, random: Random): string[] {
  const found = notice.features(text).flatMap(({sentences}) => shuffle(random, sentences).slice(0, wordings));
  return [...found, `The query is ${lengthOf(text)}.`, `The query ${endOf(text)}.`];
}

function ofResponse({spec}: World, notice: Notice, text: string, random: Random): string[] {
  const shown = notice.behaviours(text).flatMap((name) => {
    const {attributes = [`The response is of the kind ${name}.`]} = spec.behaviours[name]!;
    return attributes;
  });
  const subject = notice.subject(text);
  const about = subject === undefined ? [] : [`The response ${pick(random, ["is about", "speaks of"])} ${subject}.`];
  return [...shown, ...about, `The response is ${lengthOf(text)}.`, `The response ${endOf(text)}.`];
}

function lengthOf(text: string): string {
  const words = text.split(/\s+/).length;
  if (words <= 3) return "a word or two long";
  return words <= 12 ? "a single short sentence" : words <= 40 ? "a few sentences long" : "a paragraph or more long";
}

function endOf(text: string): string {
  const end = text.trim().at(-1) ?? "";
  return end === "?" ? "ends with a question mark" : end === "." ? "ends with a full stop" : "ends without a full stop";
}
