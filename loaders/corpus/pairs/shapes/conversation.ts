import type {NoPair, RowTexts} from "./pair-shape.js";
import {textOf} from "./texts.js";
import {turnsOf, type Turn} from "./turns.js";

const unknownTurn = (what: string | undefined): NoPair => ({reason: "unknown-turn", ...(what && {what})});
const isAnswer = ({role}: Turn): boolean => role === "assistant" || role === "call";

/**
 * The first user message with text, or several in a row, and the answer that follows. System messages, and what an assistant says before
 * it is asked, are left out. No turn is passed over because it is not understood: then the row is no pair.
 */
export function firstPair(turns: readonly Turn[]): RowTexts {
  let [query, wasUser] = ["", false];
  for (const turn of turns) {
    if (turn.role === "system") continue;
    if (turn.role === "unknown") return unknownTurn(turn.what);
    if (turn.role === "user") {
      if (turn.what !== undefined) return {reason: "no-query", what: turn.what};
      query = wasUser && query !== "" ? [query, turn.text].join("\n\n").trim() : turn.text || query;
    } else if (query !== "")
      return turn.role === "tool" ? unknownTurn("a tool's turn before the answer") : answer(query, turn);
    wasUser = turn.role === "user";
  }
  return {reason: query === "" ? "no-query" : "no-response"};
}

/** The last answer of a conversation and the user message before it. */
export function lastPair(turns: readonly Turn[]): RowTexts {
  const spoken = turns.filter(({role}) => role !== "system");
  const last = spoken.at(-1);
  if (last === undefined || !isAnswer(last))
    return last?.role === "unknown" ? unknownTurn(last.what) : {reason: "no-response"};
  const query = lastQuery(spoken.slice(0, -1));
  return typeof query === "string" ? answer(query, last) : query;
}

/** The query of a prompt: a text, or the user message that a list of messages ends with. */
export function queryOf(value: unknown): string | NoPair {
  const turns = turnsOf(value);
  return turns === undefined ? textOf(value) || {reason: "no-query"} : lastQuery(turns);
}

/** What answers a prompt: a text, or the message that a list of messages begins with. */
export function answerOf(value: unknown, query: string): RowTexts {
  const turns = turnsOf(value);
  if (turns === undefined) return answer(query, {role: "assistant", text: textOf(value)});
  const first = turns.find(({role}) => role !== "system");
  if (first === undefined) return {reason: "no-response"};
  return isAnswer(first)
    ? answer(query, first)
    : unknownTurn(first.what ?? `an answer that begins with a ${first.role}'s turn`);
}

/** Whether a list of messages begins with the user: it is a whole conversation. */
export const beginsWithUser = (turns: readonly Turn[]): boolean =>
  turns.find(({role}) => role !== "system")?.role === "user";

function lastQuery(turns: readonly Turn[]): string | NoPair {
  const last = turns.findLast(({role, text, what}) => role !== "system" && !(role === "user" && text === "" && !what));
  if (last === undefined) return {reason: "no-query"};
  if (last.role === "unknown") return unknownTurn(last.what);
  if (last.role !== "user") return unknownTurn(`a prompt that ends with a ${last.role}'s turn`);
  return last.text || {reason: "no-query", ...(last.what && {what: last.what})};
}

const answer = (query: string, {text, what, untrained}: Turn): RowTexts =>
  untrained !== undefined
    ? {reason: "rejected", what: `${untrained} of its message`}
    : text === ""
      ? {reason: "no-response", ...(what && {what})}
      : {query, response: text};
