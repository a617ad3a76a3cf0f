import {responseColumns} from "./columns.js";
import {answerOf, firstPair, queryOf} from "./conversation.js";
import type {DataRow, PairShape, RowTexts} from "./pair-shape.js";
import {firstOf} from "./texts.js";
import {conversationOf, type Turn} from "./turns.js";

export const messagesShape: PairShape = {
  name: "messages",
  columns: ["messages", ...responseColumns],
  expected: "messages",
  docs: {
    title: "`messages`",
    columns: "a list of `{role, content}`; content is a text, or a list of parts of which the texts are read"
  },
  read(row) {
    const turns = conversationOf(row.messages);
    return turns && fromTurns(turns, row.messages, row);
  }
};

/** The first pair of a conversation; where it ends with the question, the answer may be in a column of its own. */
export function fromTurns(turns: readonly Turn[], value: unknown, row: DataRow): RowTexts {
  const texts = firstPair(turns);
  const response = firstOf(row, responseColumns);
  if (!("reason" in texts) || texts.reason !== "no-response" || response === undefined) return texts;
  const query = queryOf(value);
  return typeof query === "string" ? answerOf(response, query) : texts;
}
