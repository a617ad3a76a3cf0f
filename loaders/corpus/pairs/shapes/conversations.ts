import type {PairShape} from "./pair-shape.js";
import {fromTurns, turnsOf} from "./turns.js";

/** ShareGPT's. */
export const conversationsShape: PairShape = {
  name: "conversations",
  columns: ["conversations", "conversation"],
  expected: "conversations",
  docs: {title: "ShareGPT", columns: "`conversations` (or `conversation`): a list of `{from, value}`"},
  read({conversations, conversation}) {
    const turns = turnsOf(conversations) ?? turnsOf(conversation);
    return turns && fromTurns(turns);
  }
};
