import {queryColumns} from "./columns.js";
import {answerOf, beginsWithUser, lastPair, queryOf} from "./conversation.js";
import type {NoPair, PairShape} from "./pair-shape.js";
import {firstOf} from "./texts.js";
import {transcriptOf} from "./transcript.js";
import {turnsOf} from "./turns.js";

const chosenColumns = ["chosen", "chosen_response", "preferred", "preferred_response"];
const promptColumns = [...queryColumns, "instruction"];

/** A choice between two answers: the last answer of the chosen side, and the question before it. */
export const chosenShape: PairShape = {
  name: "chosen",
  columns: [...promptColumns, ...chosenColumns],
  expected: "chosen",
  docs: {
    title: "chosen",
    columns: [
      "`chosen` (or `preferred`): a text with its `prompt`, a list of messages, or a text with `Human:` and",
      "`Assistant:`; its last answer is read, and the rejected one is not"
    ].join(" ")
  },
  note: "of each preference pair the chosen answer was read; rejected ones were left out",
  read(row) {
    const chosen = firstOf(row, chosenColumns);
    if (chosen === undefined || typeof chosen === "boolean") return undefined; // a verdict on another column's answer
    const turns = turnsOf(chosen) ?? (typeof chosen === "string" ? transcriptOf(chosen) : undefined);
    if (turns !== undefined && beginsWithUser(turns)) return lastPair(turns);
    const query = promptOf(firstOf(row, promptColumns));
    return typeof query === "string" ? answerOf(chosen, query) : query;
  }
};

/** A prompt may be a transcript that ends where the assistant is to speak. */
function promptOf(value: unknown): string | NoPair {
  const turns = typeof value === "string" ? transcriptOf(value) : undefined;
  const asked = turns?.findLast(({role, text}) => role !== "assistant" || text !== "");
  return asked?.role === "user" ? asked.text : queryOf(value);
}
