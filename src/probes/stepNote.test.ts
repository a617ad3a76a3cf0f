import {expect, it} from "vitest";
import {whyBlank} from "./stepNote.js";

const step = {name: "confirm", planned: 0, done: 0, unscored: 0};
const what = "finding that was sampled again";

it.each([
  ["finished", `This study has no ${what}: its step confirm had nothing to work on.`],
  ["failed", `There is no ${what} yet: the study's step confirm failed.`],
  ["stopped", `There is no ${what} yet: the study's step confirm was stopped.`],
  ["planned", `There is no ${what} yet: the study's step confirm has not begun.`]
] as const)("a step that is %s says why it shows nothing", (state, words) =>
  expect(whyBlank({...step, state}, what)).toBe(words)
);
