import type {PairShape} from "./pair-shape.js";
import {firstOf, textOf, toTexts} from "./texts.js";
import {turnsOf, type SpokenTurn} from "./turns.js";

const queryColumns = ["prompt", "query", "question"];
const responseColumns = ["response", "completion", "answer"];

/** A prompt and its completion may themselves be lists of messages. */
export const promptResponseShape: PairShape = {
  name: "prompt-response",
  columns: [...queryColumns, ...responseColumns],
  expected: "prompt and response or completion",
  docs: {
    title: "prompt and response",
    columns:
      "`prompt`, `query` or `question`, with `response`, `completion` or `answer`; each may be a list of messages"
  },
  read(row) {
    const query = firstOf(row, queryColumns);
    const response = firstOf(row, responseColumns);
    if (query === undefined && response === undefined) return undefined;
    return toTexts(wordsOf(query, "user"), wordsOf(response, "assistant"));
  }
};

/** A text, or what the first speaker of that role says in a list of messages. */
function wordsOf(value: unknown, speaker: SpokenTurn["role"]): string {
  const turns = turnsOf(value);
  return turns === undefined ? textOf(value) : (turns.find(({role}) => role === speaker)?.text ?? "");
}
