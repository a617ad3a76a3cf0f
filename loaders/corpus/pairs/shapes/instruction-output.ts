import type {PairShape} from "./pair-shape.js";
import {firstOf, isGiven, textOf, toTexts} from "./texts.js";

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
    if (!isGiven(row.instruction) && !(isGiven(row.input) && isGiven(row.output))) return undefined;
    const parts = [row.instruction, firstOf(row, contextColumns)].map(textOf).filter((text) => text !== "");
    return toTexts(parts.join("\n\n"), textOf(firstOf(row, outputColumns)));
  }
};
