import {describe, expect, it} from "vitest";
import {chooseLocally} from "./local-crux.js";

const rubric = {
  name: "code",
  principle: "Does the response answer with program code?",
  threshold: 70,
  topic: null,
  examples: [],
  hash: ""
};

describe("chooseLocally(attributes, rubric, query)", () => {
  const attributes = [
    {attribute: "The response is written in English.", commonness: 0.9},
    {attribute: "The response mentions the word kitten.", commonness: 0.001},
    {attribute: "The response contains Python code.", commonness: 0.1},
    {attribute: "The response calls a tool.", commonness: 0.05},
    {attribute: "The response is a few lines long.", commonness: 0.2}
  ];

  it("prefers words of the rubric, then rare doings; not subjects, lengths and what all share", () => {
    expect(chooseLocally(attributes, rubric, "What do kittens eat?")).toEqual([2, 3]);
  });

  it("takes fewer than three where the rest says how long the answer is or what it is about", () => {
    const few = [
      {attribute: "The response is a few sentences long.", commonness: 0.3},
      {attribute: "The response mentions the word kitten.", commonness: 0.001},
      {attribute: "The response states one fact in a sentence.", commonness: 0.2}
    ];
    expect(chooseLocally(few, null, "What do kittens eat?")).toEqual([2]);
    expect(chooseLocally(few.slice(0, 2), null, "What do kittens eat?")).toEqual([0]);
  });

  it("does without a rubric", () => {
    expect(chooseLocally(attributes, null, "What do kittens eat?")).toEqual([3, 2]);
  });
});
