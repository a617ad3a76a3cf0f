import type {ModelRequest} from "../model/model.js";
import {embedText} from "./embedder.js";
import {readAttributeList, readTag} from "./read-prompt.js";
import {createSentenceIndex} from "./sentence-index.js";
import type {World} from "./world.js";

/**
 * Says what most of the listed attributes mean: a sentence of the feature that most belong to, else the first of them.
 */
export function createSummariser(world: World): (request: ModelRequest) => string {
  const index = createSentenceIndex(world);
  return ({messages}) => {
    const listed = readAttributeList(messages.at(-1)!.content);
    if (listed.length === 0) return "There are no attributes here.";
    const votes = new Map<string, {count: number; sentence: string}>();
    for (const sentence of listed) {
      const name = index.find(sentence)?.[0]?.name ?? sentence;
      const vote = votes.get(name) ?? {count: 0, sentence};
      votes.set(name, {...vote, count: vote.count + 1});
    }
    const [first] = [...votes.values()].sort((a, b) => b.count - a.count);
    return `<summary>${first!.sentence}</summary>`;
  };
}

const alike = 0.6; // cosine of two wordings that say the same

/** Says whether a summary describes an attribute: both mean one feature of the world, or are worded alike. */
export function createChecker(world: World): (request: ModelRequest) => string {
  const index = createSentenceIndex(world);
  return ({messages}) => {
    const prompt = messages.at(-1)!.content;
    const [summary, attribute] = [readTag(prompt, "summary"), readTag(prompt, "attribute")];
    if (summary === undefined || attribute === undefined) return "There is no summary and attribute here.";
    const [meant, said] = [index.find(summary)?.[0]?.name, index.find(attribute)?.[0]?.name];
    const same = meant !== undefined && said !== undefined ? meant === said : wordedAlike(summary, attribute);
    return `<answer>${same ? "yes" : "no"}</answer>`;
  };
}

function wordedAlike(a: string, b: string): boolean {
  const [first, second] = [embedText(a), embedText(b)];
  return first.reduce((sum, value, i) => sum + value * second[i]!, 0) >= alike;
}
