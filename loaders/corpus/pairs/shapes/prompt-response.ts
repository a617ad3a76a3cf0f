import {queryColumns, responseColumns} from "./columns.js";
import {answerOf, beginsWithUser, firstPair, queryOf} from "./conversation.js";
import type {DataRow, PairShape, RowTexts} from "./pair-shape.js";
import {firstOf, isGiven} from "./texts.js";
import {turnsOf} from "./turns.js";

/** Columns named after who speaks; `user` alone may be an account. */
const spokenColumns = [
  ["user", "assistant"],
  ["human", "assistant"],
  ["human", "gpt"],
  ["human", "bot"]
] as const;

/** A prompt and its completion may themselves be lists of messages. */
export const promptResponseShape: PairShape = {
  name: "prompt-response",
  columns: [...new Set([...queryColumns, ...responseColumns, ...spokenColumns.flat()])],
  expected: "prompt and response or completion",
  docs: {
    title: "prompt and response",
    columns: [
      "`prompt`, `query`, `question` or `input`, with `response`, `completion`, `answer`, `output` or `target`, or",
      "`user` with `assistant`; each may be a list of messages"
    ].join(" ")
  },
  read(row) {
    const query = firstOf(row, queryColumns);
    const response = firstOf(row, responseColumns);
    if (query === undefined && response === undefined) return spokenPair(row);
    return pairOf(query, response);
  }
};

function spokenPair(row: DataRow): RowTexts | undefined {
  const columns = spokenColumns.find((names) => names.every((name) => isGiven(row[name])));
  return columns && pairOf(row[columns[0]], row[columns[1]]);
}

/** A list that begins with the user and holds the answer is a whole conversation, whichever column it is in. */
function pairOf(query: unknown, response: unknown): RowTexts {
  const answers = turnsOf(response);
  if (answers !== undefined && beginsWithUser(answers)) return firstPair(answers);
  if (response === undefined) {
    const turns = turnsOf(query);
    if (turns !== undefined) return firstPair(turns);
  }
  const asked = queryOf(query);
  return typeof asked === "string" ? answerOf(response, asked) : asked;
}
