import {describe, expect, it} from "vitest";
import {phrasesOf, PhraseTally} from "./phrases.js";

describe("phrasesOf(text)", () => {
  it("has words and pairs of words, but none of function words alone", () => {
    expect([...phrasesOf("To be a Poet, and to be READ")].sort()).toEqual([
      "a poet",
      "be read",
      "poet",
      "poet and",
      "read"
    ]);
  });
});

describe("PhraseTally.top(most)", () => {
  it("names what sets each chunk apart, the strongest first", () => {
    const tally = new PhraseTally(2);
    for (let i = 0; i < 20; i++) {
      tally.add(i < 15 ? `write a poem about the sea ${i}` : "tell me of the sea", 0);
      tally.add(`write a function about the sea ${i}`, 1);
    }
    const top = tally.top(2);
    expect(top.filter(({chunk}) => chunk === 0)[0]).toMatchObject({phrase: "a poem", count: 15, total: 15});
    expect(top.filter(({chunk}) => chunk === 1).map(({phrase}) => phrase)).toEqual(["a function", "function"]);
    expect(top.every(({z}) => z > 0)).toBe(true);
  });
});
