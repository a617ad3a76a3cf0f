import {pick} from "../../util/random.js";
import {program} from "./program.js";

const parts = [
  "1. State the main point. 2. State what follows from it.",
  "1. Give the first step. 2. Give the last step.",
  "1. Say how it begins. 2. Say how it ends."
];

/** Paper section A.4, Fig. 20. */
export const twoPartTransform = program(
  "two-part",
  "with a request for two numbered parts",
  (prompt, random) => `${prompt.trim()} ${pick(random, parts)}`
);
