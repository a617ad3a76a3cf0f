import {describe, expect, it} from "vitest";
import {contextInWords, contextOf} from "./contextView.js";

const context = {name: "helper", system: "Be kind.", shots: [], lab: null};

describe("contextInWords(context)", () => {
  it.each([
    [context, "helper: a system prompt"],
    [{...context, shots: [{query: "a", response: "b"}]}, "helper: a system prompt and 1 exchange"],
    [{...context, system: null, lab: {chunk: "formal", shots: 2}}, "helper: 2 exchanges of the chunk formal"]
  ])("says what comes before a query: %j", (given, words) => expect(contextInWords(given)).toBe(words));
});

describe("contextOf(manifest)", () => {
  it("is null where the study has no search, or the search no context", () => {
    expect(contextOf({settings: {}})).toBeNull();
    expect(contextOf({settings: {surf: {context: null}}})).toBeNull();
    expect(contextOf({settings: {surf: {context}}})).toEqual(context);
  });
});
