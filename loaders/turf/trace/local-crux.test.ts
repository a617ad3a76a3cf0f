import {describe, expect, it} from "vitest";
import {chooseLocally} from "./local-crux.js";

const rubric = {name: "code", principle: "Does the response answer with program code?", threshold: 70, topic: null, examples: [], hash: ""}; // prettier-ignore

describe("chooseLocally(attributes, rubric, query)", () => {
  const attributes = [
    {attribute: "The response is written in English.", commonness: 0.9},
    {attribute: "The response mentions the word kitten.", commonness: 0.001},
    {attribute: "The response contains Python code.", commonness: 0.1},
    {attribute: "The response calls a tool.", commonness: 0.05},
    {attribute: "The response is a few lines long.", commonness: 0.2}
  ];

  it("prefers words of the rubric, then rare doings; subjects and what all share come last", () => {
    expect(chooseLocally(attributes, rubric, "What do kittens eat?")).toEqual([2, 3, 4]);
  });

  it("does without a rubric", () => {
    expect(chooseLocally(attributes, null, "What do kittens eat?")).toEqual([3, 2, 4]);
  });
});
