import {pick} from "../../util/random.js";
import {program} from "./program.js";

const layouts = [
  (prompt: string) => `Passage: The request below stands by itself.\nQuestion: ${prompt}\nAnswer:`,
  (prompt: string) => `Context: none is needed.\nQuestion: ${prompt}\nAnswer:`,
  (prompt: string) => `Read the question and extract the answer.\nQuestion: ${prompt}\nAnswer:`
];

/** Paper Fig. 9. */
export const extractionTransform = program(
  "extraction",
  "in the layout of extractive question answering",
  (prompt, random) => pick(random, layouts)(prompt.trim())
);
