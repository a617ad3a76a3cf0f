import {answerOf} from "./conversation.js";
import type {PairShape} from "./pair-shape.js";
import {firstOf, isGiven, textOf} from "./texts.js";

const contextColumns = ["input", "context"];
const outputColumns = ["output", "response", "completion"];

/** Alpaca's and Dolly's. An input follows its instruction. */
export const instructionOutputShape: PairShape = {
  name: "instruction-output",
  columns: ["instruction", ...contextColumns, ...outputColumns],
  expected: "instruction and output",
  docs: {
    title: "instruction",
    columns: "`instruction`, then `input` or `context`, with `output`, `response` or `completion`"
  },
  read(row) {
    const isText = typeof row.input === "string" && typeof row.output === "string";
    if (!isGiven(row.instruction) && !(isText && isGiven(row.input) && isGiven(row.output))) return undefined;
    const parts = [row.instruction, firstOf(row, contextColumns)].map(textOf).filter((text) => text !== "");
    if (parts.length === 0) return {reason: "no-query"};
    return answerOf(firstOf(row, outputColumns), parts.join("\n\n"));
  }
};
