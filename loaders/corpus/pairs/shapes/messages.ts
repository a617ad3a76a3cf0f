import type {PairShape} from "./pair-shape.js";
import {fromTurns, turnsOf} from "./turns.js";

export const messagesShape: PairShape = {
  name: "messages",
  columns: ["messages"],
  expected: "messages",
  docs: {
    title: "`messages`",
    columns: "a list of `{role, content}`; content is a text, or a list of parts of which the texts are read"
  },
  read({messages}) {
    const turns = turnsOf(messages);
    return turns && fromTurns(turns);
  }
};
