import {firstPair} from "./conversation.js";
import type {DataRow, PairShape} from "./pair-shape.js";
import {turnsOf} from "./turns.js";

/** Messages in a column of another name. Two such columns are no shape: either may be the one that was trained on. */
export const elsewhereShape: PairShape = {
  name: "messages-elsewhere",
  columns: ["(any)"],
  expected: "a list of messages in one other column",
  docs: {title: "messages elsewhere", columns: "one column of another name that holds a list of messages"},
  read(row) {
    const found = Object.entries(row).flatMap(([name, value]) => {
      const turns = typeof value === "object" ? turnsOf(value) : undefined;
      return turns === undefined ? [] : [{name, turns}];
    });
    if (found.length > 1)
      return {reason: "unknown-shape", what: `lists of messages in ${found.map(({name}) => name).join(" and ")}`};
    return found[0] && firstPair(found[0].turns);
  }
};

/** The records within a row, for a row that is wrapped in one. */
export const recordsIn = (row: DataRow): DataRow[] =>
  Object.values(row).filter(
    (value): value is DataRow => typeof value === "object" && value !== null && !Array.isArray(value)
  );
