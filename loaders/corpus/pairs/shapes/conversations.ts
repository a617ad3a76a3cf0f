import {conversationColumns} from "./columns.js";
import {fromTurns} from "./messages.js";
import type {PairShape} from "./pair-shape.js";
import {conversationOf} from "./turns.js";

/** ShareGPT's, LIMA's and Capybara's. */
export const conversationsShape: PairShape = {
  name: "conversations",
  columns: conversationColumns,
  expected: "conversations",
  docs: {
    title: "ShareGPT",
    columns: [
      "`conversations` (or `conversation`, `dialogue`, `dialog`, `chat`, `turns`, `utterances`, `data`): a list of",
      "`{from, value}`, of texts in turn, or of `{input, output}`"
    ].join(" ")
  },
  read(row) {
    for (const name of conversationColumns) {
      const turns = conversationOf(row[name]);
      if (turns !== undefined) return fromTurns(turns, row[name], row);
    }
    return undefined;
  }
};
